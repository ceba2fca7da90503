/**
 * The simulated reader's word list: general English words and phrases of sentiment with a weight, by the
 * register they belong to. `plain` words it always understands; the others only when the prompt tells it to.
 */

/** What kind of talk a word belongs to. */
export type Register = "plain" | "quality" | "feeling" | "defect" | "praise" | "warning" | "lack";

export interface Entry {
  readonly register: Register;
  /** Below 0 against the thing reviewed, above 0 for it; 1 is an ordinary strength. */
  readonly weight: number;
  /** The words of a phrase; one word for a word. */
  readonly words: readonly string[];
}

/** Register, weight, and words; inflected forms with -s, -d, -ed, -ing, -ly are found by their stem. */
const TABLE: readonly (readonly [Register, number, string])[] = [
  ["plain", 2, "love, excellent, perfect, wonderful, amazing, awesome, fantastic, best"],
  ["plain", 1, "good, great, nice"],
  ["plain", -1, "bad, badly, boring, stupid, ridiculous, slow, dull, lame, mess"],
  ["plain", -2, "terrible, terribly, horrible, horribly, awful, worst, hate, poor, poorly, useless, crap, waste, disappoint, disappointed, disappointing"],
  ["plain", -2, "garbage, junk, trash, pathetic, sucks, suck, lousy"],

  ["quality", 2, "brilliant, superb, outstanding, exceptional, stunning, gorgeous, magnificent, marvelous, terrific, masterpiece, incredible, incredibly"],
  ["quality", 2, "flawless, unforgettable, hilarious, riveting, captivating, top notch, first rate, first class, second to none"],
  ["quality", 1, "beautiful, beautifully, lovely, delightful, charming, elegant, graceful, stylish, sleek, classy, attractive, cute, cool, neat"],
  ["quality", 1, "comfortable, comfortably, cozy, clear, crisp, sturdy, solid, durable, reliable, rugged, smooth, fast, quick, easy, easily, simple, handy"],
  ["quality", 1, "convenient, useful, affordable, inexpensive, bright, sharp, lightweight, compact, secure, effective, efficient, accurate, ideal, superior"],
  ["quality", 1, "funny, fun, clever, smart, intelligent, witty, moving, touching, gripping, engaging, compelling, fascinating, interesting, entertaining"],
  ["quality", 1, "exciting, thrilling, suspenseful, powerful, strong, rich, subtle, original, imaginative, inventive, creative, authentic, believable"],
  ["quality", 1, "convincing, realistic, memorable, haunting, sweet, talented, skilled, impressive, remarkable, masterful, classic, gem, vivid, lively"],
  ["quality", 1, "magical, refreshing, thoughtful, profound, insightful, timeless, poignant, heartwarming, uplifting, inspiring, spectacular, breathtaking"],
  ["quality", 1, "pleasant, polished, genuine, genius, sublime, delicious, friendly, clean, amusing, enjoyable, likable, lovable, noteworthy, high quality"],
  ["quality", 1, "well made, well done, well built, well acted, well written, well paced, well designed, must see, real treat, pure joy"],
  ["quality", 0.6, "decent, fine, adequate, quality, light, fresh, new, deep, warm, pretty, quiet, tender, loud and clear, up to date"],
  ["quality", -1, "bored, predictable, cliche, dumb, silly, weak, flat, shallow, bland, tedious, tiresome, pointless, senseless"],
  ["quality", -1, "meaningless, absurd, laughable, amateurish, sloppy, clumsy, cheesy, corny, tacky, contrived, forced, unconvincing, implausible"],
  ["quality", -1, "wooden, annoying, irritating, confusing, incoherent, messy, ugly, cheap, cheaply, flimsy, bulky, uncomfortable, awkward, unreliable"],
  ["quality", -1, "inferior, mediocre, overrated, overpriced, expensive, noisy, fuzzy, tinny, garbled, scratchy, dirty, difficult, complicated, inconvenient"],
  ["quality", -1, "impractical, insulting, offensive, embarrassing, unfunny, uninteresting, uninspired, lifeless, hollow, generic, stale, trite, pretentious"],
  ["quality", -1, "self indulgent, overlong, plodding, dreary, grating, painful, cumbersome, crude, tasteless, gross, nasty, odd, weird, bizarre, drab, repetitive"],
  ["quality", -1, "insipid, vague, dated, outdated, unrealistic, disjointed, juvenile, unlikable, unwatchable, low budget, low quality, hit or miss, run of the mill"],
  ["quality", -2, "worthless, unusable, dreadful, abysmal, atrocious, appalling, horrendous, horrid"],
  ["quality", -2, "crappy, rubbish, drivel, sucked, disgusting, disaster, abomination, piece of, inexcusable, torture, unacceptable, stinks"],
  ["quality", -0.6, "average, hard, heavy, thin, empty, loud, small, tiny, stiff, rough, harsh, ordinary, so so, long"],

  ["feeling", 2, "adore, thrilled, delighted, favorite, favourite"],
  ["feeling", 1, "like, enjoy, enjoyment, happy, happier, pleased, satisfied, glad, impressed, excited, appreciate, laugh, fan of, blown away, pleasantly surprised"],
  ["feeling", 1, "joy, pleasure, delight, cry, admire, fascinated, hooked, moved, content, comforted, in love with, can't wait, grateful"],
  ["feeling", -2, "despise, disappointment, let down, letdown, furious, disgusted, fooled, cheated, ripped off"],
  ["feeling", -1, "annoyed, frustrated, frustrating, frustration, angry, upset, regret, sorry, unhappy, dissatisfied, unsatisfied, embarrassed, insulted, complain"],
  ["feeling", -1, "dislike, ashamed, aggravating, tired of, sick of, unimpressed, cringe, skeptical, sadly, unfortunately, sad, shame, pity, wtf, yawn, ugh"],

  ["defect", -2, "broke, broken, defective, faulty, malfunction, dead, fell apart, fall apart, falls apart, stopped working, stop working, quit working"],
  ["defect", -1, "break, crack, fail, failure, defect, fault, flaw, flawed, problem, issue, trouble, bug, error, crash, freeze, froze, frozen, drop, stop, quit"],
  ["defect", -1, "die, dying, loose, loosen, lose, losing, lost, leak, scratch, scratched, peel, glitch, drain, jam, stuck, melt, bent, torn, tear, damage, damaged"],
  ["defect", -1, "rattle, disconnect, interference, static, echo, hiss, muffled, distort, distorted, distortion, incompatible, mistake, wrong, plot hole, plot holes"],
  ["defect", -1, "inconsistent, inaccurate, dropped calls, cut off, cuts out, fall off, fell off, falls off, fall out, falls out, slip, wobbly, short lived, shut down, shuts down"],
  ["defect", -1, "unresponsive, weird noise, bad reception, wear out, wears out, worn out, come apart, comes apart, came apart, ruin, ruined, spoil, suffer"],

  ["praise", 2, "highly recommend, strongly recommend, thumbs up, five stars, 10 out of 10, 10 10, must have, must buy, look no further, rocks"],
  ["praise", 1, "recommend, worth, works, worked, work, well, helpful, fits, fit, bargain, great deal, good deal, deserve, award, succeed, success, successful, triumph"],
  ["praise", 1, "excel, shine, thank, thanks, kudos, bravo, congratulations, winner, improvement, better, praise, proud, protect, charm, exactly, hit, right"],
  ["praise", 1, "so far so good, no problem, no problems, no complaints, no trouble, as described, as advertised, well worth, treat, check out, see it, buy it again"],
  ["praise", 0.6, "enough, value, special, real, perfectly, definitely, absolutely, truly, every, always, holds, lasts, pays off, glad i, a must"],

  ["warning", -2, "avoid, stay away, steer clear, do not buy, don't buy, not buy, don't waste, do not waste, don't bother, do not bother, rip off, ripoff, scam"],
  ["warning", -2, "beware, money back, refund, save your money, look elsewhere, not recommend, wouldn't recommend, don't recommend, never buy, never again"],
  ["warning", -1, "return, returned, returning, sent back, send back, sent it back, send it back, throw away, throw it away, thrown away, threw away, skip, warn, warning"],
  ["warning", -1, "replace, replacement, complaint, overcharge, mislead, misleading, false advertising, advertised, lied, lies, forget it, pass on, stay clear, walked out"],
  ["warning", -1, "not worth, isn't worth, not waste, excuse for, save yourself, thumbs down, one star, zero stars, hour of my life, hours of my life, want back, bring back"],

  ["lack", -1, "lack, missing, without, nothing, none, nobody, zero, absence, fail to, fails to, failed to, devoid, barely, hardly, unable, nowhere, nonexistent, non existent"],
];

/** All entries, phrases split into words. */
export const LEXICON: readonly Entry[] = TABLE.flatMap(([register, weight, list]) =>
  list.split(", ").map((words): Entry => ({ register, weight, words: words.split(" ") })),
);
