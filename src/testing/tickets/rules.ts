/** The rules of the support desk: which messages each is about, the queue that it sends them to, and how a prompt puts it. */
import type { StatedRule } from "../rules/rule.ts";

/** The queues of the example. */
export const QUEUES = ["billing", "bug", "login", "other", "refund", "shipping"] as const;

export type Queue = (typeof QUEUES)[number];

/** A rule that sends messages to a queue. */
export interface QueueRule extends StatedRule {
  readonly queue: Queue;
  /** Whether a message is one that it is about, to a reader who knows the rule: one of the patterns fits. */
  readonly fits: readonly RegExp[];
}

/** Those that better the reader. Where two are about one message, the one above holds. */
export const HELPFUL: readonly QueueRule[] = [
  {
    name: "money back",
    queue: "refund",
    fits: [
      /\b(?:money|it|that|payment|fee|difference|sum|[$€£]?\d[\d.]*(?: dollars)?)\b.{0,12}\bback\b|\bback (?:what|the money)\b/i,
      /\brefund|\breimburse|\bpay (?:me )?back\b|\bget my money\b|\breverse (?:it|one)\b|\bundo the last payment\b/i,
      /\b(?:want|payment|money|sum|[$€£]\S+|dollars) (?:is )?(?:returned|what i paid)\b|\bwill you pay me\b|\bfor the money on my card\b|\binto cash\b|\bsee the money\b/i,
    ],
    says: [
      /\bmoney (?:back|returned)\b|\brefund\b.*\b(?:whatever|even|always|asks? for|wants?)\b|\b(?:asks?|wants?|claims?)\b.*\bmoney\b.*\brefund\b/i,
    ],
    wordings: [
      "A customer who wants money back is refund, whatever went wrong before.",
      "If the customer asks for a payment and wants the money returned, answer refund.",
      "A message that asks for money back goes to refund, even if it tells of a charge, a parcel or an error.",
    ],
    gradients: [
      "The prompt does not say that a customer who wants money back belongs to refund, whatever the cause.",
      "It leaves open where a message goes that asks for money back after a wrong charge or a lost parcel.",
    ],
  },
  {
    name: "returns",
    queue: "refund",
    fits: [
      /\b(?:to|i|it|a) return(?: shoes| two| the| it|s)?\b|\breturn (?:the|two|shoes|it|accepted)\b|\bsend(?:ing)? it back\b|\bit go back\b|\bthe return\b/i,
      /\bi returned it\b/i,
    ],
    says: [/\breturning\b|\bsend(?:s|ing)? (?:goods|something|things|an item) back\b|\breturns\b/i],
    wordings: [
      "Questions about returning an item belong to refund.",
      "Anyone who asks how to go about returns is refund too.",
      "Sending something back is a matter of refund, not of shipping.",
    ],
    gradients: [
      "The prompt never mentions returns, so questions about sending something back end in the wrong queue.",
      "It does not say which queue handles returning an item.",
    ],
  },
  {
    name: "access",
    queue: "login",
    fits: [
      /\b(?:sign(?:ing|ed)?|log(?:ging|s|ged)?)[- ]?(?:me )?(?:in|out)\b|\blogin\b|\bpassword\b|\bpasskey\b|\bsession expired\b/i,
      /\block(?:ed)?\b(?! of)|\b(?:verification|six-digit)\b|\bcode\b(?!.*\bbar\b)|\bunlock\b|\btoo many attempts\b|\bauthentication\b|\bhacked\b/i,
      /\b(?:into|my|new|old|of my|for our|two) accounts?\b|\bcaptcha\b|\bway in\b|\be-mail address is unknown\b|\bi signed up\b|\bsecurity question\b|\bcannot get in\b/i,
    ],
    says: [
      /\b(?:sign(?:ing)?[- ]in|sign in|log(?:ging)?[- ]?in|locked|passwords?|codes?|access)\b.*\b(?:belongs?|goes|go|is|are|answer|queue|as|to)\b.*\blogin\b/i,
      /\blogin\b.*\b(?:locked|codes?|passwords?|access)\b/i,
    ],
    wordings: [
      "Locked accounts, codes that do not arrive and errors while signing in belong to login.",
      "Everything that keeps a customer from signing in, with an error message too, is login.",
      "Answer login for passwords, codes and locked accounts, also when a mail or a code never arrives.",
    ],
    gradients: [
      "The prompt does not say that codes which never arrive and errors while signing in are login.",
      "It gives no word on locked accounts and codes, which belong to login.",
    ],
  },
  {
    name: "failures",
    queue: "bug",
    fits: [
      /\bcrash|\bfreez|\bblank\b|\berror 500\b|\bNaN\b|\bundefined\b|\bhang\b|\bcloses by itself\b|\bopens empty\b|\bis empty after\b/,
      /\b(?:button|switch|page|site|field|app|search|basket|checkout|map|list|filters?|window|photo|total|invoice pdf)\b.*\b(?:nothing|twice|loses?|stops?|cannot change|reloads?|grey|sea|covers?|jumps?|fails?|cuts?|red|random|upside|dutch|moves|somebody|day early|in stock)\b/i,
      /\bnothing happens\b|\bpress pay\b|\bforty times\b|\bquestion mark\b|\bbroken links\b|\bprices jump\b|\bdates are shown\b|\bi tick\b|\bfails at\b|\bsite adds\b/i,
    ],
    says: [
      /\b(?:pages?|apps?|site|button|screen)\b.*\b(?:fails?|broken|crash(?:es)?|works? wrong|misbehaves?|does nothing)\b.*\bbug\b/i,
      /\bbug\b.*\b(?:pages?|apps?|site|buttons?)\b.*\b(?:fails?|crash(?:es)?|broken)\b/i,
    ],
    wordings: [
      "A page or an app that fails is bug, even the one where people pay.",
      "If the site, a button or the app crashes or does nothing, answer bug.",
      "When a page of the shop is broken, the queue is bug, whatever the page is about.",
    ],
    gradients: [
      "The prompt does not say that a page that fails is a bug, even when the page is about payments or parcels.",
      "It does not tell that an app or button which is broken belongs to bug.",
    ],
  },
  {
    name: "wrong goods",
    queue: "shipping",
    fits: [
      /\b(?:arrived|came) (?:broken|torn|wet)\b|\bin pieces\b|\bsend a (?:new|dry)\b|\bwould like another\b|\bswap it\b|\bmissing\b|\bthe wrong lamp\b|\bthe box was wet\b/i,
      /\bone shoe is\b|\bstranger's order\b|\bfour boxes\b/i,
    ],
    says: [
      /\b(?:broken|damaged|wrong|missing|incomplete) (?:goods|items?|articles?|things?|parts?|deliver(?:y|ies))\b.*\bshipping\b/i,
      /\bshipping\b.*\b(?:broken|damaged|wrong|missing) (?:goods|items?|articles?|parts?)\b/i,
    ],
    wordings: [
      "Damaged, wrong or missing goods are shipping as long as nobody wants the price back.",
      "Answer shipping for broken items, missing parts and wrong articles that are to be replaced.",
      "A wish for a new one in place of broken goods belongs to shipping.",
    ],
    gradients: [
      "The prompt does not say where damaged or missing goods belong; they are shipping.",
      "It never says that wrong items which are to be replaced go to shipping.",
    ],
  },
  {
    name: "on the way",
    queue: "shipping",
    fits: [
      /\bparcel|\bcourier\b|\bdriver\b|\bcustoms\b|\bdeliver|\bexpress\b|\bpostage\b|\btracking\b|\bneighbour|\bpick-up and\b|\bold flat\b/i,
      /\border \d+\b|\bthe (?:two )?orders?\b.*\b(?:goes|box|left|leave)\b|\bwill it leave\b|\bstill waiting\b|\bon its way\b|\bfourth floor\b/i,
    ],
    says: [
      /\b(?:parcels?|couriers?|customs|address(?:es)?|deliver(?:y|ies)|tracking)\b.*\b(?:belongs?|goes|go|is|are|answer|to)\b.*\bshipping\b/i,
      /\bshipping\b.*\b(?:parcels?|couriers?|customs|tracking|addresses)\b/i,
    ],
    wordings: [
      "Parcels on the way, couriers, customs and changes of address belong to shipping.",
      "Answer shipping for everything about couriers, customs and tracking.",
      "Where a parcel is, what customs wants and to which address it goes is shipping.",
    ],
    gradients: [
      "The prompt does not say that couriers, customs and addresses of delivery belong to shipping.",
      "It leaves out what shipping covers: tracking, couriers, customs.",
    ],
  },
  {
    name: "accounts of money",
    queue: "billing",
    fits: [
      /\binvoice|\breceipt|\bVAT\b|\bsubscription|\btrial\b|\b(?:family|yearly|premium|team|small|my) plan\b|\bpro forma\b|\bbill(?:ed)?\b|\bstatement\b/i,
      /\bcharge[ds]?\b|\bdirect debit\b|\bbank transfer\b|\bcard (?:on file|that|at)\b|\bon my card\b|\bgift card was\b|\bmy payment\b|\bmy bank shows\b|\bpause\b/i,
    ],
    says: [
      /\b(?:invoices?|receipts?|subscriptions?|plans?|VAT|charges?)\b.*\b(?:belongs?|goes|go|is|are|answer|to)\b.*\bbilling\b/i,
      /\bbilling\b.*\b(?:invoices?|receipts?|subscriptions?|plans?|VAT|charges?)\b/i,
    ],
    wordings: [
      "Invoices, receipts, VAT and changes or ends of a plan belong to billing.",
      "Answer billing for subscriptions and plans, also when somebody cancels one.",
      "Charges that are to be explained, invoices and plans are billing.",
    ],
    gradients: [
      "The prompt does not say that invoices, VAT and changes of a plan are billing.",
      "It leaves open that subscriptions, also cancelled ones, belong to billing.",
    ],
  },
  {
    name: "chatter",
    queue: "other",
    fits: [
      /\bthank you, the\b|\blovely\b|\bwonderful\b|\bwould be great\b|\bcould the app\b|\bwish:|\bin green\b|\bsafe for\b|\bwork (?:for you|with us)\b|\bhiring\b/i,
      /\bas a present\b|\bnewsletter\b|\bshops? open\b|\ba shop in\b|\bnearest shop\b|\bdiscount before\b|\bsale\b|\badvert\b|\blogo\b|\bsurvey\b|\bschool class\b|\bquieter\b/i,
      /\bhow do i wash\b|\bdo you sell\b|\bgift card in the shop\b|\bwood from\b|\bblue cups\b|\bphotos in a talk\b|\brun small\b|\bphone number on\b|\bwrong address\b/i,
    ],
    says: [
      /\b(?:wish(?:es)?|praise|thanks|jobs?|questions? before|ideas?|opening hours)\b.*\bother\b/i,
      /\bother\b.*\b(?:wish(?:es)?|praise|thanks|jobs?|questions? before|ideas?|opening hours)\b/i,
    ],
    wordings: [
      "Praise, wishes for new features, jobs and questions before a purchase are other.",
      "Answer other for thanks, ideas and opening hours.",
      "What fits no queue, such as praise or a question before buying, is other.",
    ],
    gradients: [
      "The prompt does not say that wishes, praise and questions before a purchase are other.",
      "It never says what other is for, such as thanks, ideas and jobs.",
    ],
  },
];

/** Those that seem to help, and do harm. */
export const HARMFUL: readonly QueueRule[] = [
  {
    name: "any sum",
    queue: "billing",
    fits: [/[$€£]|\d+ (?:euros|dollars)|\bpay\b|\bpaid\b|\bprice\b/i],
    says: [/\b(?:any|every) (?:sum|amount|price)\b/i],
    wordings: ["A message that names any sum is billing.", "Answer billing for every amount that is mentioned."],
    gradients: ["The prompt should say that a message with any sum is about billing."],
  },
  {
    name: "urgency",
    queue: "shipping",
    fits: [/\burgent\b|\bwritten twice\b|\bplease help\b|!/i],
    says: [/\b(?:urgent|impatient|in a hurry)\b/i],
    wordings: ["Urgent messages are shipping.", "If the customer sounds impatient, answer shipping."],
    gradients: ["The prompt does not use that urgent messages mostly are about parcels."],
  },
  {
    name: "the app",
    queue: "bug",
    fits: [/\bapp\b|\bphone\b|\btablet\b|\blaptop\b|\biPad\b|\bFirefox\b|\bAndroid\b/i],
    says: [/\bmentions? an? (?:device|app)\b/i],
    wordings: ["A message that mentions a device is bug.", "If a customer mentions an app, answer bug."],
    gradients: ["The prompt ignores that anyone who mentions a device has met a bug."],
  },
  {
    name: "questions",
    queue: "other",
    fits: [/\?\s*$/],
    says: [/\bquestion mark\b|\bplain questions?\b|\bmerely asks\b/i],
    wordings: ["A message that ends in a question mark is other.", "Answer other for plain questions."],
    gradients: ["It does not say that plain questions belong to other."],
  },
];
