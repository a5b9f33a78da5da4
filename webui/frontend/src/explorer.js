// The canvas of the explorer. The server says what is shown and where it stands; each step is an address.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { OUTLINES, save, toSvg } from "./picture.js";

cytoscape.use(fcose);

const SHAPES = {
  certification: "round-rectangle", bloc: "rectangle", activite: "polygon", competence: "round-rectangle",
  modalite: "rectangle", critere: "rectangle", code: "polygon", organisme: "barrel", correspondance: "polygon",
};
const STROKES = { modalite: "dashed", critere: "dotted" };
const TOLD = 8;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const frame = document.getElementById("explorateur");
const canvas = document.getElementById("toile");
const said = document.getElementById("annonce");
const part = (name, within = document) => within.querySelector(`[data-region="${name}"]`);

let drawing = JSON.parse(document.getElementById("dessin").textContent);
let chosen = drawing.choisi;
let pins = new Map(drawing.noeuds.filter((node) => node.fixe).map((node) => [node.id, node.place]));

frame.querySelector("[data-stage]").hidden = false;
const cy = cytoscape({
  container: canvas, elements: [], style: style(), minZoom: 0.08, maxZoom: 3, boxSelectionEnabled: false,
  selectionType: "single",
});
draw(true);

function style() {
  const page = getComputedStyle(document.body);
  const probe = document.body.appendChild(document.createElement("span"));
  const colour = (name) => { probe.className = `look look-${name}`; const found = getComputedStyle(probe); return [found.color, found.backgroundColor]; };
  const text = { color: page.color, "font-family": page.fontFamily };
  const accent = getComputedStyle(frame.querySelector("a")).color;
  const surface = getComputedStyle(canvas).backgroundColor;
  const rules = [
    { selector: "node", style: {
      ...text, shape: "data(shape)", width: 200, height: 28, label: "data(texte)", "font-size": 12, "text-valign": "center",
      "text-wrap": "ellipsis", "text-max-width": 176, "border-width": 1.5, "border-style": "data(trait)",
    } },
    { selector: "edge", style: {
      width: 1.2, "line-color": page.getPropertyValue("--edge") || "#888", "curve-style": "straight", opacity: 0.75,
      "target-arrow-shape": "triangle", "target-arrow-color": "#888", "arrow-scale": 0.7,
    } },
  ];
  const grey = colour("code")[0];
  rules[1].style["line-color"] = rules[1].style["target-arrow-color"] = grey;
  for (const look of Object.keys(SHAPES)) {
    const [line, fill] = colour(look);
    rules.push({ selector: `node[allure = "${look}"]`, style: { "border-color": line, "background-color": look === "code" ? surface : fill } });
  }
  for (const [look, points] of Object.entries(OUTLINES)) {
    rules.push({ selector: `node[allure = "${look}"]`, style: { "shape-polygon-points": points.flat() } });
  }
  rules.push(
    { selector: "node.short", style: { width: 92, label: "data(court)", "text-max-width": 80 } },
    { selector: 'node[allure = "competence"]', style: { "corner-radius": 14 } },
    { selector: "node[?depart]", style: { "border-width": 3.5, "font-weight": 700 } },
    { selector: "node[?fixe]", style: { "underlay-color": grey, "underlay-opacity": 0.18, "underlay-padding": 5 } },
    // Between columns from side to side; within one, around what stands between.
    { selector: "edge.ahead", style: { "source-endpoint": "50% 0%", "target-endpoint": "-50% 0%" } },
    { selector: "edge.back", style: { "source-endpoint": "-50% 0%", "target-endpoint": "50% 0%" } },
    { selector: "edge.down, edge.up", style: {
      "curve-style": "unbundled-bezier", "source-endpoint": "50% 0%", "target-endpoint": "50% 0%",
      "control-point-weights": [0.5], "edge-distances": "endpoints",
    } },
    { selector: "edge.down", style: { "control-point-distances": [-26] } },
    { selector: "edge.up", style: { "control-point-distances": [26] } },
    { selector: "edge[?chemin]", style: { width: 3.5, "line-color": accent, "target-arrow-color": accent, opacity: 1 } },
    { selector: "edge.told", style: {
      ...text, label: "data(nom)", "font-size": 11, "text-background-color": surface, "text-background-opacity": 1,
      "text-background-padding": 2,
    } },
    { selector: "edge.near", style: {
      width: 2.2, "line-color": accent, "target-arrow-color": accent, opacity: 1,
    } },
    { selector: "node:selected", style: { "outline-width": 3, "outline-color": accent, "outline-offset": 2, "z-index": 9 } },
    { selector: ".far", style: { opacity: 0.35 } },
  );
  probe.remove();
  return rules;
}

function draw(first = false) {
  const old = new Map(cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  const free = drawing.disposition === "libre";
  const before = cy.nodes().length;
  cy.batch(() => {
    cy.elements().remove();
    for (const node of drawing.noeuds) {
      const [x, y] = pins.get(node.id) ?? node.place;
      const at = free && old.has(node.id) && !pins.has(node.id) ? old.get(node.id) : { x, y };
      cy.add({ group: "nodes", position: at, classes: free ? "short" : "", data: {
        ...node, fixe: pins.has(node.id), shape: SHAPES[node.allure], trait: STROKES[node.allure] ?? "solid",
        texte: node.reste && !node.ouvert ? `${node.texte} +${node.reste}` : node.texte,
      } });
    }
    for (const link of drawing.liens) {
      cy.add({ group: "edges", classes: free ? "" : side(link), data: { source: link.de, target: link.vers, nom: link.nom, chemin: link.chemin } });
    }
  });
  if (free) {
    cy.layout({
      name: "fcose", randomize: false, animate: false, quality: "proof", nodeSeparation: 90, idealEdgeLength: 90,
      nodeRepulsion: 12000, fit: false,
      fixedNodeConstraint: [...pins].filter(([id]) => cy.getElementById(id).nonempty())
        .map(([nodeId, [x, y]]) => ({ nodeId, position: { x, y } })),
    }).run();
  }
  if (first || before !== drawing.noeuds.length) view(first);
  select(chosen);
}

// Which way a link goes between the columns.
function side(link) {
  const [from, to] = [cy.getElementById(link.de).position(), cy.getElementById(link.vers).position()];
  if (Math.abs(to.x - from.x) < 210) return to.y > from.y ? "down" : "up";
  return to.x > from.x ? "ahead" : "back";
}

// Everything if it can be read so; else what was begun with, at a size that can be read.
function view(first) {
  cy.fit(undefined, 24);
  const least = 0.55;
  if (cy.zoom() < least) {
    const around = cy.getElementById(chosen || "").union(cy.nodes("[?depart]")).filter("node").first();
    cy.zoom(least);
    cy.center(around);
    // As much as fits of what lies beside it.
    const box = cy.elements().boundingBox(), shown = cy.extent(), margin = 24 / least;
    const x = box.w + 2 * margin <= shown.w ? (box.x1 + box.x2 - shown.x1 - shown.x2) / 2
      : Math.max(0, box.x1 - margin - shown.x1);
    cy.panBy({ x: -x * least, y: 0 });
  } else if (cy.zoom() > 1.15) {
    cy.zoom(1.15);
    cy.center();
  }
  if (first && chosen) select(chosen);
}

function select(id) {
  cy.elements().unselect().removeClass("near far told");
  const node = id ? cy.getElementById(id) : cy.collection();
  if (node.empty()) return;
  node.select();
  const near = node.closedNeighborhood();
  near.edges().addClass("near");
  // Of many links side by side no name could be read; the list tells them.
  if (near.edges().length <= TOLD) near.edges().addClass("told");
  if (near.nodes().length < cy.nodes().length) cy.elements().difference(near).addClass("far");
}

// One step: the page of another address, of which only the parts that differ are taken.
async function go(address, { push = true, focus = "" } = {}) {
  const url = new URL(address, location.href);
  if (push) {
    url.searchParams.delete("epingle");
    for (const [id, [x, y]] of pins) url.searchParams.append("epingle", `${id}@${Math.round(x)},${Math.round(y)}`);
  }
  frame.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(url, { headers: { Accept: "text/html" } });
  } catch {
    location.assign(url);
    return;
  }
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const data = next.getElementById("dessin");
  if (!data) {
    location.assign(url);
    return;
  }
  if (push) history.pushState(null, "", url);
  const key = document.activeElement?.closest("[data-region]") ? document.activeElement.dataset.key ?? document.activeElement.id : "";
  for (const region of next.querySelectorAll("[data-region]")) part(region.dataset.region)?.replaceChildren(...region.childNodes);
  document.querySelector(".prefs")?.replaceChildren(...(next.querySelector(".prefs")?.childNodes ?? []));
  document.title = next.title;
  drawing = JSON.parse(data.textContent);
  chosen = drawing.choisi;
  if (!push) pins = new Map(drawing.noeuds.filter((node) => node.fixe).map((node) => [node.id, node.place]));
  frame.removeAttribute("aria-busy");
  draw();
  ready();
  const back = focus || key;
  if (back) (document.getElementById(back) ?? [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === back))?.focus({ preventScroll: !focus });
}

function with_(change) {
  const url = new URL(location.href);
  change(url.searchParams);
  return url;
}

const choose = (id, more) => go(with_((found) => found.set("choisi", id)), more);
const remove = (id) => go(with_((found) => { found.append("sans", id); found.delete("choisi"); }));

function tell(id) {
  const node = drawing.noeuds.find((each) => each.id === id);
  if (!node) return;
  const links = drawing.liens.filter((each) => each.de === id || each.vers === id).length;
  said.textContent = `${frame.dataset.status} ${node.genre}, ${node.nom} (${links})`;
}

// Buttons that only a canvas needs, after each step.
function ready() {
  for (const button of document.querySelectorAll('[data-do="pin"]')) {
    button.hidden = false;
    button.textContent = pins.has(button.dataset.node) ? button.dataset.free : button.dataset.pin;
  }
}

function pin(id, keep = true) {
  const node = cy.getElementById(id);
  if (keep) pins.set(id, [node.position("x"), node.position("y")]);
  else pins.delete(id);
  node.data("fixe", keep);
  history.replaceState(null, "", with_((found) => {
    found.delete("epingle");
    for (const [each, [x, y]] of pins) found.append("epingle", `${each}@${Math.round(x)},${Math.round(y)}`);
  }));
  ready();
}

const STEPS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
function shift(name) {
  const [x, y] = STEPS[name];
  const node = cy.$(":selected").nodes();
  if (document.getElementById("deplacer").checked && node.nonempty()) {
    node.shift({ x: x * 30, y: y * 30 });
    pin(node.first().id());
  } else cy.panBy({ x: -x * 90, y: -y * 90 });
}

// Along a link where there is one in that direction, else to what is nearest there.
function walk(name) {
  const [x, y] = STEPS[name];
  const here = cy.$(":selected").nodes().first();
  const from = here.nonempty() ? here : cy.nodes("[?depart]").first();
  if (here.empty()) return arrive(from);
  const at = from.position();
  const towards = (nodes) => nodes.filter((node) => {
    const along = (node.position("x") - at.x) * x + (node.position("y") - at.y) * y;
    const across = Math.abs((node.position("x") - at.x) * y) + Math.abs((node.position("y") - at.y) * x);
    return along > 5 && (x ? true : across < 120);
  });
  const distance = (node) => Math.hypot(node.position("x") - at.x, (node.position("y") - at.y) * (x ? 1.6 : 1));
  let found = towards(x ? from.neighborhood().nodes() : cy.nodes());
  if (found.empty()) found = towards(cy.nodes());
  if (found.nonempty()) arrive(found.min(distance).ele);
}

function arrive(node) {
  select(node.id());
  tell(node.id());
  const box = node.renderedBoundingBox();
  if (box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height()) {
    if (STILL.matches) cy.center(node);
    else cy.animate({ center: { eles: node }, duration: 150 });
  }
}

const ACTIONS = {
  in: () => cy.zoom({ level: cy.zoom() * 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
  out: () => cy.zoom({ level: cy.zoom() / 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
  fit: () => cy.fit(undefined, 24),
  undo: () => history.back(),
  png: () => save(cy.png({ full: true, scale: 2, output: "blob", bg: getComputedStyle(canvas).backgroundColor, maxWidth: 8000, maxHeight: 8000 }), "graphe.png"),
  svg: () => save(new Blob([toSvg(cy, getComputedStyle(canvas).backgroundColor, document.querySelector("h1").textContent.trim())], { type: "image/svg+xml" }), "graphe.svg"),
  pin: (button) => pin(button.dataset.node, !pins.has(button.dataset.node)),
};

frame.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) {
    const name = button.dataset.do;
    if (name in STEPS) shift(name);
    else ACTIONS[name](button);
    return;
  }
  const link = event.target.closest("a[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const url = new URL(link.href);
  const focus = url.hash.slice(1);
  url.hash = "";
  go(url, { focus });
});
frame.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-step]");
  if (!form) return;
  event.preventDefault();
  const url = new URL(form.action);
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  go(url);
});
canvas.addEventListener("keydown", (event) => {
  const here = cy.$(":selected").nodes().first();
  const arrow = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (arrow) (event.shiftKey ? shift : walk)(arrow);
  else if (event.key === "Enter" && here.nonempty()) choose(here.id(), { focus: "choisi" });
  else if (event.key === "Delete" && here.nonempty() && !here.data("depart")) remove(here.id());
  else if (event.key === "+") ACTIONS.in();
  else if (event.key === "-") ACTIONS.out();
  else return;
  event.preventDefault();
});
addEventListener("popstate", () => go(location.href, { push: false }));
cy.on("tap", "node", (event) => choose(event.target.id()));
cy.on("dbltap", "node", (event) => go(with_((found) => {
  const id = event.target.id(), others = (name) => found.getAll(name).filter((each) => each !== id);
  const [open, fold] = [others("ouvert"), others("replie")];
  (event.target.data("ouvert") ? fold : open).push(id);
  found.delete("ouvert"); found.delete("replie");
  open.forEach((each) => found.append("ouvert", each));
  fold.forEach((each) => found.append("replie", each));
})));
cy.on("dragfree", "node", (event) => pin(event.target.id()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(style()));
ready();
