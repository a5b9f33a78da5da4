"""How soon the explorer draws a large graph in a browser, and how smoothly it moves.

Run it with ``python tests/benchmarks/graph_speed.py``; it needs Chromium (``GRAPHKIT_CHROMIUM`` names one).
The packaged sample is served on this machine, and the widest view of a référentiel is opened in both layouts,
as many things as are asked for with ``--things``. The first picture is counted from the request of the page;
frames while the canvas is dragged, beside those of the same drags on a page without one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from graphkit.cli.http_server import make_server, port_of
from graphkit.config import Settings
from graphkit.pipeline import build
from webui import create_app

_SECONDS = 3.0
_DRAWN = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
_COUNT = """() => { window.frames_ = 0;
  const tick = () => { window.frames_ += 1; requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the sample, and give its address."""
    settings = Settings(store=folder / "graph")
    build([], settings)
    server = make_server(create_app(settings), "127.0.0.1", 0, settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port_of(server)}"
    server.close()
    thread.join(timeout=5)


def first_picture(page: Page, address: str) -> float:
    """Return milliseconds from the request of a page to the first frame after its canvas is drawn."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#toile canvas", state="attached")
    return float(page.evaluate(_DRAWN))


def frames(page: Page, dragged: str) -> float:
    """Return frames in a second while the middle of an element is dragged to and fro."""
    page.locator(dragged).scroll_into_view_if_needed()
    box = page.locator(dragged).bounding_box()
    if box is None:
        sys.exit(f"{dragged} is not shown")
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 400) / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_COUNT)
    start, step = time.perf_counter(), 0
    while (spent := time.perf_counter() - start) < _SECONDS:
        step += 1
        page.mouse.move(x + 60 * (step % 7 - 3), y + 20 * (step % 5 - 2))
    counted = page.evaluate("() => window.frames_")
    page.mouse.up()
    return float(counted) / spent


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--things", type=int, default=300)
    given = options.parse_args()
    browser_path = os.environ.get("GRAPHKIT_CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
        page.goto("/aide")
        sys.stdout.write(f"without a graph: {frames(page, 'main'):.0f} frames a second\n")
        for layout in ("colonnes", "libre"):
            query = f"depart=chef-de-projet-digital&profondeur=3&limite={given.things}&disposition={layout}"
            drawn = first_picture(page, f"/graphe?{query}")
            shown = page.evaluate("() => JSON.parse(document.getElementById('dessin').textContent)")
            sys.stdout.write(
                f"{layout}: {len(shown['noeuds'])} things, {len(shown['liens'])} links,"
                f" first picture after {drawn / 1000:.2f} s, {frames(page, '#toile'):.0f} frames a second\n"
            )
        browser.close()


if __name__ == "__main__":
    main()
