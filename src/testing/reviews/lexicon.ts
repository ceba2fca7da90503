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
  ["plain", -2, "terrible, terribly, horrible, horribly, awful, worst, hate, poor, poorly, useless, crap, waste"],
  ["plain", -2, "disappoint, disappointed, disappointing, garbage, junk, trash, pathetic, sucks, suck, lousy"],

  ["quality", 2, "brilliant, superb, outstanding, exceptional, stunning, gorgeous, magnificent, marvelous, terrific"],
  ["quality", 2, "masterpiece, incredible, incredibly, flawless, unforgettable, hilarious, riveting, captivating"],
  ["quality", 2, "top notch, first rate, first class, second to none"],
  ["quality", 1, "beautiful, beautifully, lovely, delightful, charming, elegant, graceful, stylish, sleek, classy"],
  ["quality", 1, "attractive, cute, cool, neat, comfortable, comfortably, cozy, clear, crisp, sturdy, solid, durable"],
  ["quality", 1, "reliable, rugged, smooth, fast, quick, easy, easily, simple, handy, convenient, useful, affordable"],
  ["quality", 1, "inexpensive, bright, sharp, lightweight, compact, secure, effective, efficient, accurate, ideal"],
  ["quality", 1, "superior, funny, fun, clever, smart, intelligent, witty, moving, touching, gripping, engaging"],
  ["quality", 1, "compelling, fascinating, interesting, entertaining, exciting, thrilling, suspenseful, powerful"],
  ["quality", 1, "strong, rich, subtle, original, imaginative, inventive, creative, authentic, believable, convincing"],
  ["quality", 1, "realistic, memorable, haunting, sweet, talented, skilled, impressive, remarkable, masterful"],
  ["quality", 1, "classic, gem, vivid, lively, magical, refreshing, thoughtful, profound, insightful, timeless"],
  ["quality", 1, "poignant, heartwarming, uplifting, inspiring, spectacular, breathtaking, pleasant, polished"],
  ["quality", 1, "genuine, genius, sublime, delicious, friendly, clean, amusing, enjoyable, likable, lovable"],
  ["quality", 1, "noteworthy, high quality, well made, well done, well built, well acted, well written, well paced"],
  ["quality", 1, "well designed, must see, real treat, pure joy"],
  ["quality", 0.6, "decent, fine, adequate, quality, light, fresh, new, deep, warm, pretty, quiet, tender"],
  ["quality", 0.6, "loud and clear, up to date"],
  ["quality", -1, "bored, predictable, cliche, dumb, silly, weak, flat, shallow, bland, tedious, tiresome, pointless"],
  ["quality", -1, "senseless, meaningless, absurd, laughable, amateurish, sloppy, clumsy, cheesy, corny, tacky"],
  ["quality", -1, "contrived, forced, unconvincing, implausible, wooden, annoying, irritating, confusing, incoherent"],
  ["quality", -1, "messy, ugly, cheap, cheaply, flimsy, bulky, uncomfortable, awkward, unreliable, inferior, mediocre"],
  ["quality", -1, "overrated, overpriced, expensive, noisy, fuzzy, tinny, garbled, scratchy, dirty, difficult"],
  ["quality", -1, "complicated, inconvenient, impractical, insulting, offensive, embarrassing, unfunny, uninteresting"],
  ["quality", -1, "uninspired, lifeless, hollow, generic, stale, trite, pretentious, self indulgent, overlong"],
  ["quality", -1, "plodding, dreary, grating, painful, cumbersome, crude, tasteless, gross, nasty, odd, weird"],
  ["quality", -1, "bizarre, drab, repetitive, insipid, vague, dated, outdated, unrealistic, disjointed, juvenile"],
  ["quality", -1, "unlikable, unwatchable, low budget, low quality, hit or miss, run of the mill"],
  ["quality", -2, "worthless, unusable, dreadful, abysmal, atrocious, appalling, horrendous, horrid, crappy, rubbish"],
  ["quality", -2, "drivel, sucked, disgusting, disaster, abomination, piece of, inexcusable, torture, unacceptable"],
  ["quality", -2, "stinks"],
  ["quality", -0.6, "average, hard, heavy, thin, empty, loud, small, tiny, stiff, rough, harsh, ordinary, so so, long"],

  ["feeling", 2, "adore, thrilled, delighted, favorite, favourite"],
  ["feeling", 1, "like, enjoy, enjoyment, happy, happier, pleased, satisfied, glad, impressed, excited, appreciate"],
  ["feeling", 1, "laugh, fan of, blown away, pleasantly surprised, joy, pleasure, delight, cry, admire, fascinated"],
  ["feeling", 1, "hooked, moved, content, comforted, in love with, can't wait, grateful"],
  ["feeling", -2, "despise, disappointment, let down, letdown, furious, disgusted, fooled, cheated, ripped off"],
  ["feeling", -1, "annoyed, frustrated, frustrating, frustration, angry, upset, regret, sorry, unhappy, dissatisfied"],
  ["feeling", -1, "unsatisfied, embarrassed, insulted, complain, dislike, ashamed, aggravating, tired of, sick of"],
  ["feeling", -1, "unimpressed, cringe, skeptical, sadly, unfortunately, sad, shame, pity, wtf, yawn, ugh"],

  ["defect", -2, "broke, broken, defective, faulty, malfunction, dead, fell apart, fall apart, falls apart"],
  ["defect", -2, "stopped working, stop working, quit working"],
  ["defect", -1, "break, crack, fail, failure, defect, fault, flaw, flawed, problem, issue, trouble, bug, error"],
  ["defect", -1, "crash, freeze, froze, frozen, drop, stop, quit, die, dying, loose, loosen, lose, losing, lost, leak"],
  ["defect", -1, "scratch, scratched, peel, glitch, drain, jam, stuck, melt, bent, torn, tear, damage, damaged"],
  ["defect", -1, "rattle, disconnect, interference, static, echo, hiss, muffled, distort, distorted, distortion"],
  ["defect", -1, "incompatible, mistake, wrong, plot hole, plot holes, inconsistent, inaccurate, dropped calls"],
  ["defect", -1, "cut off, cuts out, fall off, fell off, falls off, fall out, falls out, slip, wobbly, short lived"],
  ["defect", -1, "shut down, shuts down, unresponsive, weird noise, bad reception, wear out, wears out, worn out"],
  ["defect", -1, "come apart, comes apart, came apart, ruin, ruined, spoil, suffer"],

  ["praise", 2, "highly recommend, strongly recommend, thumbs up, five stars, 10 out of 10, 10 10, must have"],
  ["praise", 2, "must buy, look no further, rocks"],
  ["praise", 1, "recommend, worth, works, worked, work, well, helpful, fits, fit, bargain, great deal, good deal"],
  ["praise", 1, "deserve, award, succeed, success, successful, triumph, excel, shine, thank, thanks, kudos, bravo"],
  ["praise", 1, "congratulations, winner, improvement, better, praise, proud, protect, charm, exactly, hit, right"],
  ["praise", 1, "so far so good, no problem, no problems, no complaints, no trouble, as described, as advertised"],
  ["praise", 1, "well worth, treat, check out, see it, buy it again"],
  ["praise", 0.6, "enough, value, special, real, perfectly, definitely, absolutely, truly, every, always, holds"],
  ["praise", 0.6, "lasts, pays off, glad i, a must"],

  ["warning", -2, "avoid, stay away, steer clear, do not buy, don't buy, not buy, don't waste, do not waste"],
  ["warning", -2, "don't bother, do not bother, rip off, ripoff, scam, beware, money back, refund, save your money"],
  ["warning", -2, "look elsewhere, not recommend, wouldn't recommend, don't recommend, never buy, never again"],
  ["warning", -1, "return, returned, returning, sent back, send back, sent it back, send it back, throw away"],
  ["warning", -1, "throw it away, thrown away, threw away, skip, warn, warning, replace, replacement, complaint"],
  ["warning", -1, "overcharge, mislead, misleading, false advertising, advertised, lied, lies, forget it, pass on"],
  ["warning", -1, "stay clear, walked out, not worth, isn't worth, not waste, excuse for, save yourself, thumbs down"],
  ["warning", -1, "one star, zero stars, hour of my life, hours of my life, want back, bring back"],

  ["lack", -1, "lack, missing, without, nothing, none, nobody, zero, absence, fail to, fails to, failed to, devoid"],
  ["lack", -1, "barely, hardly, unable, nowhere, nonexistent, non existent"],
];

/** All entries, phrases split into words. */
export const LEXICON: readonly Entry[] = TABLE.flatMap(([register, weight, list]) =>
  list.split(", ").map((words): Entry => ({ register, weight, words: words.split(" ") })),
);
