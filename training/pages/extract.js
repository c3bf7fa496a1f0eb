// Says where every visible character of the page stands:
// [character, x0, x1, baseline y, height of the letter h, link number or -1].
() => {
  const context = document.createElement('canvas').getContext('2d');
  const metrics = new Map();
  // A range's rectangle spans the font's ascent and descent, whatever is
  // drawn in it; so the baseline lies one ascent below its top.
  const metricsOf = (element) => {
    const style = getComputedStyle(element);
    const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    if (!metrics.has(font)) {
      context.font = font;
      const m = context.measureText('h');
      metrics.set(font, [m.fontBoundingBoxAscent, m.actualBoundingBoxAscent]);
    }
    return metrics.get(font);
  };
  const out = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    const [ascent, height] = metricsOf(element);
    const link = Number(element.closest('[data-link]')?.dataset.link ?? -1);
    for (let i = 0; i < node.length; i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const rect = [...range.getClientRects()].at(-1);
      if (!rect || rect.width === 0) continue;
      out.push([node.data[i], rect.left, rect.right, rect.top + ascent, height, link]);
    }
  }
  return out;
}
