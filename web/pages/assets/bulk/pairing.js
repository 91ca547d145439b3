/** Pairs the members of an archive by their names, as the server does. */

const SUFFIX = /_image([12])\.(?=.)/gis;
/** What people write when they mean a suffix: "-image1", "_image1 (1)", "_img2". */
const NEAR_SUFFIX = /(?:image|img)[ _.-]?0*[12](?!\d)/i;

const BLANK = /^ *$/;

/** @typedef {{path: string, isGuessed: boolean, size: number}} Member isGuessed: which letters the path has is unknown */

export class Pairing {
  #byStem = new Map();
  #ignored = 0;
  #misnamed = [];
  #withoutStem = [];

  /** @param {Member} member in the order of the directory */
  add(member) {
    const name = imageName(member);
    if (!name) {
      if (isNearMiss(member)) {
        this.#misnamed.push(member.path);
      } else {
        this.#ignored++;
      }
      return;
    }
    if (BLANK.test(name.stem)) {
      this.#withoutStem.push(member.path);
      return;
    }
    const key = member.isGuessed ? name.stem : keyOf(name.stem);
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
   *   withoutStem: string[], misnamed: string[], ignored: number}}
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
function imageName(member) {
  const name = fileName(member);
  const suffix = isLeftover(member, name) ? undefined : [...name.matchAll(SUFFIX)].at(-1);
  return suffix ? { stem: name.slice(0, suffix.index), side: `image${suffix[1]}` } : null;
}

/** For names that are no image of a pair: whether they were probably meant as one. */
function isNearMiss(member) {
  const name = fileName(member);
  return !isLeftover(member, name) && NEAR_SUFFIX.test(name);
}

function fileName(member) {
  const path = unified(member);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A backslash in a name of unknown letters may be half of one. */
function unified({ path, isGuessed }) {
  return isGuessed ? path : path.replaceAll('\\', '/');
}

/** What macOS adds to an archive. */
function isLeftover(member, name) {
  return name.startsWith('._') || `/${unified(member)}`.includes('/__MACOSX/');
}

/** Equal for stems that one file system or another takes for the same. */
function keyOf(stem) {
  // Twice: lower case can leave composed form.
  return stem.normalize('NFC').toLowerCase().normalize('NFC');
}
