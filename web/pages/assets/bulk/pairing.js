/** Pairs the members of an archive by their names, as the server does. */

const SUFFIX = '_image';
/** What people write when they mean a suffix: "_Image1", "-image1", "_image1 (1)", "_img2". */
const NEAR_SUFFIX = /(?:image|img)[ _.-]?0*[12](?!\d)/i;

const BLANK = /^ *$/;

/** @typedef {{path: string, size: number}} Member */

export class Pairing {
  #byStem = new Map();
  #ignored = 0;
  #misnamed = [];
  #withoutStem = [];

  /** @param {Member} member in the order of the directory */
  add(member) {
    const name = imageName(member.path);
    if (!name) {
      this.#ignored++;
      if (isNearMiss(member.path)) {
        this.#misnamed.push(member.path);
      }
      return;
    }
    if (BLANK.test(name.stem)) {
      this.#withoutStem.push(member.path);
      return;
    }
    const key = keyOf(name.stem);
    let images = this.#byStem.get(key);
    if (!images) {
      images = { stem: name.stem, image1: null, image2: null, isAmbiguous: false };
      this.#byStem.set(key, images);
    }
    images.isAmbiguous ||= images[name.side] !== null;
    images[name.side] = member;
  }

  /**
   * @returns {{pairs: {image1: Member, image2: Member}[], unpaired: string[], duplicateStems: string[],
   *   withoutStem: string[], misnamed: string[], ignored: number}} the misnamed are among the ignored
   */
  result() {
    const pairs = [];
    const unpaired = [];
    const duplicateStems = [];
    for (const { stem, image1, image2, isAmbiguous } of this.#byStem.values()) {
      if (isAmbiguous) {
        duplicateStems.push(stem);
      }
      if (image1 && image2) {
        pairs.push({ image1, image2 });
      } else {
        unpaired.push((image1 ?? image2).path);
      }
    }
    return { pairs, unpaired, duplicateStems, withoutStem: this.#withoutStem, misnamed: this.#misnamed, ignored: this.#ignored };
  }
}

/**
 * What a member's name says about its place in a pair: `<stem>_image1.<ext>` or `<stem>_image2.<ext>`.
 * @returns {{stem: string, side: 'image1'|'image2'}|null} null for folders, leftovers of operating systems, other names
 */
function imageName(path) {
  const name = fileName(path);
  if (isLeftover(path, name)) {
    return null;
  }
  for (let at = name.lastIndexOf(SUFFIX); at >= 0; at = at > 0 ? name.lastIndexOf(SUFFIX, at - 1) : -1) {
    const digit = name[at + SUFFIX.length];
    const hasExtension = name[at + SUFFIX.length + 1] === '.' && name.length > at + SUFFIX.length + 2;
    if (hasExtension && (digit === '1' || digit === '2')) {
      return { stem: name.slice(0, at), side: `image${digit}` };
    }
  }
  return null;
}

/** For names that are no image of a pair: whether they were probably meant as one. */
function isNearMiss(path) {
  const name = fileName(path);
  return !isLeftover(path, name) && NEAR_SUFFIX.test(name);
}

function fileName(path) {
  const unified = path.replaceAll('\\', '/');
  return unified.slice(unified.lastIndexOf('/') + 1);
}

/** What macOS adds to an archive. */
function isLeftover(path, name) {
  return name.startsWith('._') || `/${path.replaceAll('\\', '/')}`.includes('/__MACOSX/');
}

/** Equal for stems that one file system or another takes for the same. */
function keyOf(stem) {
  // Twice: lower case can leave composed form.
  return stem.normalize('NFC').toLowerCase().normalize('NFC');
}
