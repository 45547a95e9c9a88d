#!/usr/bin/env python3
"""Draws the pictures of the recipes and lets Hourglass restore them: docs/recipes/pictures/*.jpg, before, after and truth side by side.

Usage: docs/recipes/pictures.py WORK [TASK...]
WORK holds model or run folders named after the tasks: denoise, documents, colorize, edges, inpaint, upscale. Needs a Release build, python3-numpy,
python3-scipy, python3-pil, and the fonts of fonts-dejavu-core. Nothing here is a picture of a data set: the landscape and the page are drawn.
"""
import os, pathlib, subprocess, sys
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from scipy import ndimage

HERE = pathlib.Path(__file__).resolve().parent
CLI = ["dotnet", os.environ.get("HOURGLASS_CLI", str(HERE.parents[1] / "src/Hourglass.Cli/bin/Release/net10.0/Hourglass.Cli.dll"))]
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
WIDTH, HEIGHT = 256, 192


def clouds(rng, height, width, octaves, fall):
    """Noise whose coarse parts are the strongest, in [-1, 1]."""
    total = np.zeros((height, width))
    for octave in range(octaves):
        coarse = rng.normal(size=(2 + 3 * 2 ** octave, 2 + 4 * 2 ** octave))
        zoomed = ndimage.zoom(coarse, (height / coarse.shape[0], width / coarse.shape[1]), order=3, mode="nearest", grid_mode=True)
        total += fall ** octave * zoomed[:height, :width]
    return total / np.abs(total).max()


def landscape(rng):
    """Sky, hills, a field, a house and a tree, RGB in [0, 1]."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(float)
    sky = np.stack([0.45 + 0.25 * y / HEIGHT, 0.62 + 0.2 * y / HEIGHT, 0.88 + 0 * y], -1)
    white = np.clip(1.6 * clouds(rng, HEIGHT, WIDTH, 6, 0.6) - 0.1, 0, 1)[..., None]
    picture = sky * (1 - white) + 0.96 * white
    grain = clouds(rng, HEIGHT, WIDTH, 7, 0.8)
    for base, swing, shade in ((92, 14, (0.30, 0.40, 0.42)), (112, 9, (0.26, 0.40, 0.20)), (134, 5, (0.42, 0.52, 0.22))):
        edge = base + swing * np.sin(x / 31 + base) + 0.4 * swing * np.sin(x / 11)
        cover = np.clip(y - edge, 0, 1)[..., None]
        picture = picture * (1 - cover) + cover * np.clip(np.array(shade) * (1 + 0.55 * grain[..., None]), 0, 1)
    sheet = Image.fromarray((255 * picture).astype(np.uint8)).resize((4 * WIDTH, 4 * HEIGHT), Image.BICUBIC)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((600, 430, 840, 620), fill=(226, 214, 190))
    pen.polygon(((570, 440), (720, 300), (870, 440)), fill=(158, 62, 44))
    for left in (630, 760):
        pen.rectangle((left, 470, left + 50, 530), fill=(52, 62, 82), outline=(245, 245, 240), width=6)
        pen.line((left + 25, 470, left + 25, 530), fill=(245, 245, 240), width=5)
    pen.rectangle((700, 540, 742, 620), fill=(96, 64, 40))
    pen.rectangle((222, 420, 252, 640), fill=(84, 62, 44))
    for _ in range(420):
        angle, far = rng.uniform(0, 2 * np.pi), 120 * np.sqrt(rng.uniform())
        cx, cy, r = 237 + far * np.cos(angle), 350 + far * np.sin(angle), rng.uniform(5, 18)
        green = rng.uniform(0.5, 1.1)
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=(int(58 * green), int(110 * green), int(44 * green)))
    for left in range(0, 4 * WIDTH, 56):
        pen.rectangle((left, 640, left + 12, 720), fill=(180, 168, 150))
    pen.rectangle((0, 660, 4 * WIDTH, 670), fill=(170, 158, 140))
    return np.asarray(sheet.resize((WIDTH, HEIGHT), Image.LANCZOS), float) / 255


def page(rng):
    """A page of text, clean and dirty, grey in [0, 1]."""
    sheet = Image.new("L", (2 * 300, 2 * HEIGHT), 255)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 29)
    text = ("Whatever is read by a machine", "was once read by a person who", "put a cup on it, folded it twice,", "and left it in a bag for a year.",
            "The machine sees the cup, the", "fold and the bag; what it should", "see is the letters: 0123456789.")
    for line, words in enumerate(text):
        pen.text((24, 16 + 52 * line), words, fill=20, font=font)
    clean = np.asarray(sheet.resize((300, HEIGHT), Image.LANCZOS), float) / 255
    y, x = np.mgrid[:HEIGHT, :300].astype(float)
    ring = np.hypot(x - 205, y - 85)
    paper = 0.80 + 0.09 * clouds(rng, HEIGHT, 300, 6, 0.7) - 0.22 * np.exp(-((ring - 62) / 5) ** 2) - 0.07 * (ring < 62)
    paper -= 0.25 * np.exp(-np.abs(x - 95 - 0.1 * y) / 3) - 0.12 * np.exp(-np.abs(x - 101 - 0.1 * y) / 4)
    return clean, np.clip(clean * paper + 0.01 * rng.normal(size=clean.shape), 0, 1)


def write(path, values):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)).save(path)


def show(task, *pictures):
    """Side by side, a white line between them."""
    tall = max(picture.shape[0] for picture in pictures)
    parts = []
    for picture in pictures:
        picture = np.repeat(picture[..., None], 3, 2) if picture.ndim == 2 else picture
        parts += [picture, np.ones((tall, 4, 3))]
    path, quality = HERE / "pictures" / f"{task}.jpg", 92
    image = Image.fromarray(np.round(255 * np.clip(np.concatenate(parts[:-1], 1), 0, 1)).astype(np.uint8))
    while quality == 92 or path.stat().st_size > 58_000:
        image.save(path, quality=quality, subsampling=0)
        quality -= 4
    print(path, path.stat().st_size)


def main():
    work, wanted = pathlib.Path(sys.argv[1]), sys.argv[2:] or ["denoise", "documents", "colorize", "edges", "inpaint", "upscale"]
    (HERE / "pictures").mkdir(exist_ok=True)
    view, (clean, dirty) = landscape(np.random.default_rng(1)), page(np.random.default_rng(2))
    grey, rng = view @ [0.299, 0.587, 0.114], np.random.default_rng(3)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    letters = Image.new("1", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(letters)
    for line in range(0, HEIGHT, 24):
        pen.text((-10, line), "do not copy this picture do not copy this picture", fill=1, font=ImageFont.truetype(FONT, 14))
    holes = np.where(x < WIDTH // 2, rng.random(grey.shape) < 0.5, np.asarray(letters.convert("L")) > 0) | ((abs(y - 60) < 12) & (abs(x - 200) < 12))
    given = {
        "denoise": grey + 25 / 255 * rng.normal(size=grey.shape), "documents": dirty, "colorize": grey, "edges": view,
        "inpaint": np.where(holes, 1, grey), "upscale": np.asarray(Image.fromarray((255 * grey).astype(np.uint8)).resize((WIDTH // 2, HEIGHT // 2), Image.BICUBIC)) / 255,
    }
    for task in wanted:
        before, after = work / "recipes" / f"{task}.png", work / "recipes" / f"{task}-restored.png"
        write(before, given[task])
        write(work / "recipes" / "mask.png", holes)
        mask = ["--mask", str(work / "recipes" / "mask.png")] if task == "inpaint" else []
        subprocess.run([*CLI, "restore", str(work / task), str(before), "-o", str(after), "--force", "--quiet", *mask], check=True)
        result = np.asarray(Image.open(after).convert("RGB"), float) / 255
        seen = given[task]
        if task == "upscale":
            seen = np.asarray(Image.open(before).resize((WIDTH, HEIGHT), Image.BICUBIC), float) / 255
        if task == "documents":
            show(task, seen, result)
        elif task == "edges":
            show(task, seen, 1 - result)
        else:
            show(task, seen, result, view if task == "colorize" else grey)


if __name__ == "__main__":
    main()
