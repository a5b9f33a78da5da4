// What the canvas shows, as a vector picture; and giving a file to the reader.

const escape = (text) => text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]);
const number = (value) => Math.round(value * 10) / 10;

/** Outlines of the kinds that are no rectangle, in shares of half the width and height. */
export const OUTLINES = {
  code: [[-1, 0], [-0.93, -1], [0.93, -1], [1, 0], [0.93, 1], [-0.93, 1]],
  correspondance: [[-1, -0.4], [-0.95, -1], [0.95, -1], [1, -0.4], [1, 0.4], [0.95, 1], [-0.95, 1], [-1, 0.4]],
  activite: [[-1, -1], [0.92, -1], [1, 1], [-0.92, 1]],
};
const RADII = { certification: 6, competence: 14, organisme: 10 };

function outline(node) {
  const { x, y } = node.position();
  const [w, h] = [node.width() / 2, node.height() / 2];
  const look = node.data("allure");
  if (look in OUTLINES) {
    return `<polygon points="${OUTLINES[look].map(([a, b]) => `${number(x + a * w)},${number(y + b * h)}`).join(" ")}"`;
  }
  return `<rect x="${number(x - w)}" y="${number(y - h)}" width="${2 * w}" height="${2 * h}" rx="${RADII[look] ?? 0}"`;
}

function fit(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Returns the elements of a graph, as they are placed and coloured, as SVG. */
export function toSvg(cy, background, title) {
  const box = cy.elements().boundingBox();
  const [x, y, w, h] = [box.x1 - 12, box.y1 - 12, box.w + 24, box.h + 24].map(number);
  const lines = cy.edges().map((edge) => {
    const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
    const [bend] = edge.controlPoints() ?? [];
    const curve = bend ? `Q${number(bend.x)} ${number(bend.y)} ` : "L";
    return `<path d="M${number(from.x)} ${number(from.y)}${curve}${number(to.x)} ${number(to.y)}" fill="none" stroke="${edge.style("line-color")}" stroke-width="${edge.data("chemin") ? 3.5 : 1.2}" marker-end="url(#a)"><title>${escape(edge.data("nom"))}</title></path>`;
  });
  const nodes = cy.nodes().map((node) => {
    const dash = { dashed: "6 3", dotted: "2 3" }[node.data("trait")];
    return `<g><title>${escape(node.data("nom"))}</title>${outline(node)} fill="${node.style("background-color")}" stroke="${node.style("border-color")}" stroke-width="${node.data("depart") ? 3.5 : 1.5}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>` +
      `<text x="${number(node.position("x"))}" y="${number(node.position("y"))}" fill="${node.style("color")}">${escape(fit(node.data(node.hasClass("short") ? "court" : "texte"), Math.round(node.width() / 7.5)))}</text></g>`;
  });
  const arrow = cy.edges().nonempty() ? cy.edges().first().style("target-arrow-color") : "#888";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${w} ${h}" width="${w}" height="${h}" font-family="sans-serif" font-size="12" text-anchor="middle" dominant-baseline="central"><title>${escape(title)}</title><defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" fill="${arrow}"/></marker></defs><rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${background}"/>${lines.join("")}${nodes.join("")}</svg>`;
}

/** Gives a file to the reader. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
