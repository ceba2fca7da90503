/**
 * The rows of examples/tickets: messages to the support of a shop with an app and a paid plan, each with the queue that it
 * belongs to. Most are written by hand; the others fill a sentence with one of several words. The queues follow a convention,
 * as in any desk: who wants money back is `refund` whatever went wrong; what cannot be reached or signed in to is `login`, even
 * with an error on the screen; a page that fails is `bug`, even the one that takes money; goods that are late, lost, broken
 * or wrong are `shipping` until somebody asks for the money; wishes, praise and questions before a purchase are `other`.
 */
import { draws } from "./draw.mjs";

const SLOTS = {
  MONTH: ["January", "March", "May", "June", "September", "November"],
  SUM: ["$12", "€39", "£8.50", "49 dollars", "€120", "19.99"],
  DAY: ["Monday", "Tuesday", "Wednesday", "Friday", "Saturday", "Sunday"],
  THING: ["lamp", "desk", "kettle", "jacket", "clock", "blender", "backpack"],
  PLAN: ["family plan", "yearly plan", "premium plan", "team plan"],
  DEVICE: ["my phone", "the tablet", "my laptop", "Android", "the iPad", "Firefox"],
  NUMBER: ["30417", "88213", "51960", "77402", "12086"],
};

/** Rows that each template gives. */
const ROWS_OF_TEMPLATE = 3;

/** Sentences with words to fill in. */
const TEMPLATES = {
  billing: [
    "Why is there a charge of SUM on my card from MONTH?",
    "I need the invoice for MONTH with our VAT number on it.",
    "Please switch us from monthly to the PLAN.",
    "My receipt for MONTH shows SUM, but the price on the site was lower. Can you explain the difference?",
    "I would like to cancel the PLAN at the end of MONTH.",
    "You charged me SUM twice in MONTH. Which of the two is the right one?",
    "How do I change the card that the PLAN is paid with?",
    "Our accountant asks for all receipts since MONTH.",
    "Does the PLAN renew by itself in MONTH?",
  ],
  refund: [
    "Please give me my money back for the THING.",
    "I was charged SUM twice, send one of them back.",
    "The THING arrived broken and I want a refund, not a new one.",
    "I cancelled the PLAN in MONTH and still paid SUM. I want that back.",
    "How do I return the THING? It is the wrong size.",
    "You promised to pay back SUM on DAY and nothing has come.",
    "Your app crashed while I paid and took SUM twice, please reimburse me.",
    "Order NUMBER never came. Forget the parcel, I just want my SUM returned.",
    "I sent the THING back on DAY. When do I see the money?",
  ],
  login: [
    "I cannot log in on DEVICE since DAY.",
    "The password reset mail never arrives.",
    'Signing in on DEVICE gives me "error 403", every time.',
    "My account is locked after three tries. Please unlock it.",
    "The six-digit code for signing in on DEVICE does not work.",
    "I have a new phone number, so I never receive the verification code.",
    "Since DAY it says my e-mail address is unknown.",
    "I forgot which address I signed up with, it may have been in MONTH.",
    "After the update the app on DEVICE logs me out again and again.",
  ],
  bug: [
    "The app crashes on DEVICE as soon as I open the basket.",
    "On DEVICE the search shows nothing at all, whatever I type.",
    "The payment page is blank on DEVICE, so I cannot pay.",
    "Since DAY every photo in the shop is upside down on DEVICE.",
    'I get "error 500" when I download the invoice for MONTH.',
    "The button to save my address does nothing on DEVICE.",
    "The PLAN page freezes when I scroll.",
    "The tracking map shows a grey square on DEVICE.",
    "Your site adds the THING to the basket twice with one click.",
  ],
  shipping: [
    "Where is my parcel? Order NUMBER left on DAY.",
    "The tracking of order NUMBER has not moved since DAY.",
    "The THING arrived broken, please send a new one.",
    "Can you still change the address of order NUMBER?",
    "You sent me a THING, but I ordered something else. Please swap it.",
    "The courier says he was here DAY, and nobody rang.",
    "Customs holds order NUMBER and asks for a paper from you.",
    "Half of order NUMBER is missing from the box.",
    "Will the THING be here by DAY if I pay for express?",
  ],
  other: [
    "Do you still have the THING in green?",
    "Are your shops open on DAY?",
    "Thank you, the THING is lovely!",
    "It would be great if the app had a dark mode on DEVICE.",
    "Is the THING safe for children?",
    "I would like to work for you. Whom do I write to?",
    "Can I give the PLAN to my sister as a present?",
    "Please take me off your newsletter, it came again on DAY.",
  ],
};

/** Written by hand. */
const BY_HAND = {
  billing: [
    "My bank shows a payment to you that I do not recognise.",
    "We are a charity. Do we have to pay VAT on this?",
    "The discount code was accepted and then the full price was taken. Please look into the bill.",
    "Could you put the purchase order number on the bill?",
    "I thought the trial was free. What is this payment?",
    "Stop my subscription, please, I am moving abroad.",
    "Please split the invoice between our two companies.",
    "The amount on the confirmation and the one on my statement differ by 3 cents.",
    "Our subscription has 12 seats, we only use 9. Lower it please.",
    "The card on file expires next week, what do I have to do?",
    "Was my payment declined? It says pending.",
    "Can we pay by bank transfer from next year on?",
    "The bill still has our old company name.",
    "Why did the price of my plan go up without a word?",
    "I upgraded by accident. Put me back on the small plan please.",
    "Do you charge the card at the order or when the box leaves?",
    "Two invoices, one order. Which one do I pay?",
    "I was billed in dollars although I live in Spain.",
    "Is there a fee if I pause the subscription?",
    "I need a statement of everything we paid you for the tax office.",
    "The gift card was not taken off the total.",
    "My direct debit was rejected. Can you try it again?",
    "Pro forma please, our bank insists.",
    "You send the receipts to a colleague who left. Please change that.",
    'Who is "SHP*MARKET" on my card? Is that you? I was charged 4.99.',
  ],
  refund: [
    "I changed my mind. What do I do to get my money?",
    "Neither the third nor the fourth replacement works. Enough. Money back, please.",
    "It is not what I expected. May I send it back?",
    "I would like to return two of the three shirts.",
    "The label for the return does not print.",
    "Is it too late to return shoes that I wore once?",
    "The price fell a day after I bought it. Will you pay me the difference?",
    "I paid for express and it took nine days. I expect the express fee back.",
    "My subscription was meant to end. Please undo the last payment and return the amount.",
    "I was double charged, kindly reverse one of the payments.",
    "Where do I drop off a return?",
    "Cancel the order and reimburse me, I found it cheaper.",
    "You refunded the wrong amount.",
    "Do I have to pay for sending it back?",
    "I only got store credit. I asked for the money on my card.",
    "The concert was called off, so I no longer need the dress. Can it go back?",
    "My daughter bought this without asking. How can we get the payment returned?",
    "Return accepted on the 3rd, today is the 24th, my account is still empty.",
    "Nobody could fix the bug, so please just give me back what I paid.",
    "Wrong colour again. I do not want another one, I want what I paid.",
    "The parcel is lost, you say so yourselves. Then pay me back.",
    "I returned it in the shop and the lady could not find my payment.",
    "How long does a refund take to a foreign bank?",
    "The plan was cancelled in the trial, yet you took the year. Reverse it.",
    "Can you turn the voucher into cash?",
  ],
  login: [
    "It does not accept my password any more.",
    "The link to reset my password has expired before it arrives.",
    "I am locked out.",
    "Can't get into my account, it spins for ever after I enter the password.",
    "Somebody changed the e-mail of my account, I cannot get in.",
    "The code generator was on the phone I lost.",
    "It asks for a security question that I never set.",
    "I signed up with Google and now it wants a password.",
    "Two accounts, one address, and I can only reach the old one.",
    '"Too many attempts". I tried once.',
    "How do I turn on two-factor authentication?",
    "My colleague left and nobody knows the password for our account.",
    "The confirmation mail for my new account is not in the spam folder either.",
    "The app says session expired the moment I am in.",
    "I get a blank page right after signing in.",
    "Please delete the passkey on my old laptop, I cannot pass that step.",
    "Username or password wrong. They are both right, I copied them.",
    "I can log in on the web but not in the app, it says unknown device.",
    "My account was hacked, please block it.",
    "The captcha at the sign-in never ends.",
    "I married and my name changed, may I rename the account I sign in with?",
    "The text message with the code takes an hour.",
    "Is there a way in without a phone?",
    "Every time I want to pay it throws me out and asks for the password again.",
    "Since the move to the new site my old login is gone.",
  ],
  bug: [
    "The app closes by itself.",
    "Your checkout loses the basket when I go back one page.",
    "The total in the basket is NaN.",
    "Dates are shown a day early on the order page.",
    "I cannot enter my street, the field stops after ten letters.",
    "Nothing happens when I press pay.",
    "Filters: I tick blue and get red.",
    "The site is in Dutch all of a sudden and I cannot change it.",
    "It always says that my card number is too short. It is not. The field cuts the last digit.",
    "The invoice PDF opens empty.",
    "Notifications about parcels arrive forty times each.",
    "My wish list is empty after the update.",
    'I press "return this item" and the page reloads.',
    "Scanning a bar code makes the whole phone hang.",
    "The map for pick-up points shows the sea.",
    "The chat window covers the button to buy.",
    "Prices jump when I turn the phone.",
    "Uploading a photo for a review fails at 99 per cent.",
    "The order history is sorted at random.",
    "Your mail has broken links: {{first_name}}, it says, and the button leads nowhere.",
    "Every umlaut in my name became a question mark on the label preview.",
    "The sound of the app cannot be switched off although the switch moves.",
    "The page with my subscription shows somebody else's name!",
    "Out of stock, says the list; in stock, says the page.",
    'The voucher field says "undefined".',
  ],
  shipping: [
    "It says delivered, but there is nothing here.",
    "My neighbour got my box and opened it.",
    "When will it leave? I ordered a week ago.",
    "The vase is in pieces. I would like another.",
    "There was a stranger's order in my parcel.",
    "Can you leave it with the neighbours on the left?",
    "I moved last week, the order still goes to my old flat.",
    "Still waiting.",
    "Do you deliver to the Azores?",
    "The box was wet and the book is wavy. Can you send a dry one?",
    "One shoe is a 42, the other one a 43. I need a 42.",
    "How much is postage to Norway?",
    "The driver threw it over the fence.",
    "I will be away until the 12th, please hold the parcel.",
    "No tracking number came with the confirmation.",
    "I chose pick-up and the shop knows of nothing.",
    "The assembly screws are missing.",
    "Three of four boxes are here.",
    "The parcel went back to you because nobody was home. What now?",
    "Could the two orders come in one box?",
    "You wrote that it was on its way on the 1st. It is the 19th.",
    "The courier wants 14 euros customs at the door. I paid for everything at the checkout.",
    "Can somebody carry it up to the fourth floor?",
    "The wrong lamp came. Send the right one and have this one picked up.",
    "Express, you said. It is in Leipzig since Tuesday.",
  ],
  other: [
    "Just wanted to say that Amira in your shop was wonderful.",
    "Which of the two kettles is quieter?",
    "Do you plan a shop in Bristol?",
    "We write a blog on kitchens. Would you like to work with us?",
    "Could the app remember my sizes? That would help so much.",
    "How do I wash the wool blanket?",
    "Why is there no phone number on your site?",
    "Your advert on the bus is too loud. A bus should be silent.",
    "Is the wood from Europe?",
    "What happened to the blue cups? I loved them.",
    "My school class would like to visit your warehouse.",
    "Do you sell spare bulbs for it?",
    "Can I pay with a gift card in the shop as well?",
    "The new logo is ugly, sorry.",
    "asdf",
    "Wish: a list of things I bought, by room.",
    "Are you hiring drivers?",
    "I answered your survey, did I win?",
    "May I use your photos in a talk?",
    "I'm a student, is there a discount before I buy?",
    "Hello?",
    "Sorry, wrong address, please ignore my last mail.",
    "Where is the nearest shop to Leeds station?",
    "Does the jacket run small?",
    "When is the winter sale?",
  ],
};

const OPENINGS = ["Hi,", "Hello,", "Good evening,", "Hi there!", "Dear team,", "Hey,"];
const CLOSINGS = [
  "Thanks.",
  "Best, Noor",
  "Please help.",
  "Thank you, Paul",
  "I have written twice already.",
  "Regards, M. Ito",
  "It is rather urgent.",
];

const filled = (text, pick) => text.replace(/\b[A-Z]{3,}\b/g, (name) => (name in SLOTS ? pick(SLOTS[name]) : name));

/** A message as people send it: sometimes with a greeting or a last word. */
function mailed(text, { pick, chance }) {
  const opened = chance(0.3) ? `${pick(OPENINGS)} ${text}` : text;
  return chance(0.3) ? `${opened} ${pick(CLOSINGS)}` : opened;
}

/** The rows, in the order of the file. */
export function tickets() {
  const draw = draws(6);
  const rows = Object.keys(BY_HAND).flatMap((queue) => {
    const own = TEMPLATES[queue].flatMap((text) => {
      const forms = new Set();
      for (let i = 0; i < 20 && forms.size < ROWS_OF_TEMPLATE; i += 1) forms.add(filled(text, draw.pick));
      return [...forms];
    });
    return [...BY_HAND[queue], ...own].map((text) => ({ message: mailed(text, draw), queue }));
  });
  return draw.shuffle(rows);
}
