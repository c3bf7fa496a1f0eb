// Says how every link looks: for each number, in order,
// {underlined, italic, bold, family, spacing (em), ink, ground, picture}; colours as [r, g, b].
() => {
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  // What lies behind: the nearest ancestor that hides what is behind it.
  const groundOf = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const [r, g, b, alpha = 1] = parts(getComputedStyle(e).backgroundColor);
      if (alpha > 0.9) return [r, g, b];
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('[data-link]')]
    .sort((a, b) => a.dataset.link - b.dataset.link)
    .map((element) => {
      const style = getComputedStyle(element);
      return {
        underlined: style.textDecorationLine.includes('underline'),
        italic: style.fontStyle !== 'normal',
        bold: Number(style.fontWeight) >= 600,
        family: style.fontFamily,
        spacing: (parseFloat(style.letterSpacing) || 0) / parseFloat(style.fontSize),
        ink: parts(style.color).slice(0, 3),
        ground: groundOf(element),
        picture: element.closest('.picture') !== null,
      };
    });
}
