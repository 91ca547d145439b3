/** Pairs the members of an archive by their names, as the server does. */

const SUFFIX = /_image([12])\.(?=.)/gis;
/** What people write when they mean a suffix: "-image1", "_image1 (1)", "_img2". */
const NEAR_SUFFIX = /(?:image|img)[ _.-]?0*[12](?!\d)/i;

const BLANK = /^ *$/;

/** @typedef {{path: string, isGuessed: boolean, size: number}} Member isGuessed: which letters the path has is unknown */

export class Pairing {
  #stems;
  #guessed = 0;
  #byStem = new Map();
  #ignored = 0;
  #misnamed = [];
  #withoutStem = [];

  /** @param {'name'|'path'} stems whether the folders of an image are part of its stem */
  constructor(stems = 'name') {
    this.#stems = stems;
  }

  /** @param {Member} member in the order of the directory */
  add(member) {
    this.#guessed += member.isGuessed ? 1 : 0;
    const name = imageName(member, this.#stems);
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
      images = { image1: null, image2: null, twins: new Set() };
      this.#byStem.set(key, images);
    }
    if (images[name.side]) {
      images.twins.add(images[name.side].path).add(member.path);
    }
    images[name.side] = member;
  }

  /**
   * @returns {{pairs: {image1: Member, image2: Member}[], unpaired: string[], duplicates: string[],
   *   withoutStem: string[], misnamed: string[], ignored: number, guessed: number}} guessed: names that are not in Unicode
   */
  result() {
    const pairs = [];
    const unpaired = [];
    const duplicates = [];
    for (const { image1, image2, twins } of this.#byStem.values()) {
      duplicates.push(...twins);
      if (image1 && image2) {
        pairs.push({ image1, image2 });
      } else {
        unpaired.push((image1 ?? image2).path);
      }
    }
    return {
      pairs,
      unpaired,
      duplicates,
      withoutStem: this.#withoutStem,
      misnamed: this.#misnamed,
      ignored: this.#ignored,
      guessed: this.#guessed,
    };
  }
}

/**
 * What a member's name says about its place in a pair: `<stem>_image1.<ext>` or `<stem>_image2.<ext>`.
 * @returns {{stem: string, side: 'image1'|'image2'}|null} null for folders, leftovers of operating systems, other names
 */
function imageName(member, stems) {
  const name = fileName(member);
  const suffix = isLeftover(member, name) ? undefined : [...name.matchAll(SUFFIX)].at(-1);
  if (!suffix) {
    return null;
  }
  const own = name.slice(0, suffix.index);
  const isWhole = stems === 'name' || BLANK.test(own);
  return { stem: isWhole ? own : folder(member) + own, side: `image${suffix[1]}` };
}

/** With a slash at its end; empty at the top. */
function folder(member) {
  const components = unified(member).split('/').slice(0, -1);
  return components
    .filter((component) => component !== '' && component !== '.')
    .map((component) => `${component}/`)
    .join('');
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
