#!/usr/bin/python3
"""Regenerates every portrait and fixture:   /usr/bin/python3 make.py [--out DIR] [--only person01,...] [--workers 2]

Needs Debian 12 packages: blender python3-numpy python3-scipy python3-opencv (nothing else, no downloads).
The persons are the parameter sets in people.json; every picture follows from them and fixed seeds.
"""
import argparse, json, os, subprocess, sys, tempfile
import cv2
import numpy as np
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import people

KINDS = ("id", "selfie", "turned")
FIXTURE_PERSON = "person03"


def jobs_for(table, raw):
    out = []
    for kind in KINDS:
        for name, entry in table.items():
            P = entry["params"]
            s = people.shot(P["seed"], kind)
            s.update(entry.get("shots", {}).get(kind, {}))
            w, h = 480, 640
            out.append(dict(params=P, seed=P["seed"], shot=s, out=f"{raw}/{name}_{kind}.png", w=w, h=h, spp=13, detail=0.75, threads=1))
    names = list(table)
    a, b = table[names[0]]["params"], table[names[1]]["params"]
    s = dict(people.shot(a["seed"], "selfie"), yaw=0, pitch=0, roll=0, dist=150, frame=44, cam_y=2, cloth=1, look_y=-4, light="window", exposure=0.1)
    out.append(dict(people=[dict(params=a, offset=(-14.5, 0, 0), shot=dict(yaw=6, roll=-2)), dict(params=b, offset=(14.5, -1, 2), shot=dict(yaw=-7, roll=3))], seed=1, shot=s,
                    out=f"{raw}/fixture_two_persons.png", w=720, h=540, spp=13, detail=0.6, threads=1))
    out.append(dict(people=[], seed=1, shot=s, out=f"{raw}/fixture_no_face.png", w=720, h=540, spp=8, detail=0.5, threads=1))
    return out


def finish(img, seed, noise=1.6):
    """Remove render grain, add a little camera noise."""
    img = cv2.fastNlMeansDenoisingColored(img, None, 3.0, 8, 5, 13).astype(np.float32)
    n = np.random.default_rng(seed).normal(0, noise, img.shape[:2] + (1,)) + np.random.default_rng(seed + 1).normal(0, noise * 0.4, img.shape)
    return np.clip(img + cv2.GaussianBlur(n.astype(np.float32), (3, 3), 0.7), 0, 255).round().astype(np.uint8)


def save(path, img, q=90):
    cv2.imwrite(path, img, [cv2.IMWRITE_JPEG_QUALITY, q])


def fixtures(out, table):
    """Pictures that are meant to be refused, or hard; all derived from FIXTURE_PERSON's ID photo."""
    n = FIXTURE_PERSON
    img = cv2.imread(f"{out}/{n}_id.jpg")
    h, w = img.shape[:2]
    save(f"{out}/fixture_blurred.jpg", cv2.GaussianBlur(img, (0, 0), 14))
    lin = (img / 255.0) ** 2.2 * 0.0025
    r = np.random.default_rng(5)
    lin = np.clip(lin + r.normal(0, 0.0003, lin.shape), 0, 1)
    save(f"{out}/fixture_dark.jpg", (255 * lin ** (1 / 2.2)).round().astype(np.uint8))
    save(f"{out}/fixture_sideways.jpg", cv2.rotate(img, cv2.ROTATE_90_CLOCKWISE))
    x, y, bw, bh = table[n]["face_box"]
    for tw, th in ((102, 126), (300, 400)):
        ch = bh / 0.95
        cw = ch * tw / th
        if cw < bw / 0.95:
            cw = bw / 0.95; ch = cw * th / tw
        cx, cy = x + bw / 2, y + bh / 2
        M = np.array([[tw / cw, 0, tw / 2 - cx * tw / cw], [0, th / ch, th / 2 - cy * th / ch]])
        save(f"{out}/fixture_tight_{tw}x{th}.jpg", cv2.warpAffine(img, M, (tw, th), flags=cv2.INTER_AREA if tw < cw else cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", default=os.path.join(HERE, "..", "portraits"))
    ap.add_argument("--raw", default=os.path.join(tempfile.gettempdir(), "facematch-portraits"))
    ap.add_argument("--only"); ap.add_argument("--workers", type=int, default=2)
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True); os.makedirs(a.raw, exist_ok=True)
    table = json.load(open(os.path.join(HERE, "people.json")))
    jobs = jobs_for(table, os.path.abspath(a.raw))
    if a.only:
        jobs = [j for j in jobs if os.path.basename(j["out"]).split("_")[0] in a.only.split(",") or os.path.basename(j["out"])[:-4] in a.only.split(",")]
    procs = []
    for k in range(a.workers):
        f = f"{a.raw}/jobs{k}.json"
        json.dump(jobs[k::a.workers], open(f, "w"))
        procs.append(subprocess.Popen(["nice", "-n", "10", "blender", "-b", "--factory-startup", "--python", os.path.join(HERE, "render.py"), "--", f],
                                      stdout=open(f"{a.raw}/log{k}.txt", "w"), stderr=subprocess.STDOUT, env=dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")))
    for p in procs:
        p.wait()
    for j in jobs:
        n = os.path.basename(j["out"])[:-4]
        img = cv2.imread(j["out"])
        if img is None:
            print("missing", n); continue
        save(f"{a.out}/{n}.jpg", finish(img, sum(map(ord, n))))
    if "face_box" in table[FIXTURE_PERSON] and os.path.exists(f"{a.out}/{FIXTURE_PERSON}_id.jpg"):
        fixtures(a.out, table)


if __name__ == "__main__":
    main()
