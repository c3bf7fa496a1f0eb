/**
 * Making a grey picture smaller, each new pixel the mean of the area it covers, or larger.
 *
 * Our own rather than a canvas: it works on grey, so it moves a quarter of the bytes,
 * it is the same in every browser, and it can be tested without one.
 */

/** @typedef {import('./picture.js').Picture} Picture */

/**
 * @param {Picture} picture
 * @param {number} scale 0 < scale ≤ 1
 * @returns {Picture} the picture itself for 1
 */
export function shrink(picture, scale) {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  if (width === picture.width && height === picture.height) return picture;
  const times = picture.width / width;
  const whole = times === picture.height / height ? WHOLE[times] : undefined;
  if (whole) return { data: whole(picture, new Uint8Array(width * height)), width, height };
  const columns = spans(picture.width, width);
  const rows = spans(picture.height, height);
  const data = new Uint8Array(width * height);
  const sums = new Float32Array(picture.width); // one row's worth, summed downwards
  for (let y = 0; y < height; y += 1) {
    sumRows(picture, rows, y, sums);
    averageColumns(sums, columns, rows.share, data, y * width, width);
  }
  return { data, width, height };
}

/** Two or three to one, as most cameras' frames are made small: nothing is shared, and it takes a quarter of the time. */
const WHOLE = {
  2({ data, width }, small) {
    for (let a = 0, to = 0; to < small.length; a += width) {
      for (const end = a + width; a < end; a += 2, to += 1) {
        const b = a + width;
        small[to] = (data[a] + data[a + 1] + data[b] + data[b + 1] + 2) >> 2;
      }
    }
    return small;
  },
  3({ data, width }, small) {
    for (let a = 0, to = 0; to < small.length; a += 2 * width) {
      for (const end = a + width; a < end; a += 3, to += 1) {
        const b = a + width;
        const c = b + width;
        small[to] = (data[a] + data[a + 1] + data[a + 2] + data[b] + data[b + 1] + data[b + 2]
          + data[c] + data[c + 1] + data[c + 2]) / 9 + 0.5;
      }
    }
    return small;
  },
};

/**
 * A picture made larger, bilinear: pixel centres lie at halves, and the edge goes on as it is.
 *
 * @param {Picture} picture
 * @param {number} scale at least 1
 * @returns {Picture} the picture itself for 1
 */
export function enlarge(picture, scale) {
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  if (width === picture.width && height === picture.height) return picture;
  const columns = neighbours(picture.width, width);
  const rows = neighbours(picture.height, height);
  const data = new Uint8Array(width * height);
  const row = new Float32Array(picture.width);
  for (let y = 0, to = 0; y < height; y += 1) {
    const [upper, lower] = [rows.first[y] * picture.width, rows.second[y] * picture.width];
    const down = rows.share[y];
    for (let x = 0; x < picture.width; x += 1) {
      row[x] = picture.data[upper + x] + down * (picture.data[lower + x] - picture.data[upper + x]);
    }
    for (let x = 0; x < width; x += 1, to += 1) {
      const left = row[columns.first[x]];
      data[to] = left + columns.share[x] * (row[columns.second[x]] - left) + 0.5;
    }
  }
  return { data, width, height };
}

/** Between which two source pixels each target pixel lies, and how far from the first, 0..1. */
function neighbours(from, to) {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const share = new Float32Array(to);
  for (let i = 0; i < to; i += 1) {
    const place = Math.max(0, ((i + 0.5) * from) / to - 0.5);
    first[i] = Math.floor(place);
    second[i] = Math.min(from - 1, first[i] + 1);
    share[i] = place - first[i];
  }
  return { first, second, share };
}

/**
 * Which source pixels each target pixel covers: first to last, the first and last in part.
 *
 * @returns {{first: Int32Array, last: Int32Array, head: Float32Array, tail: Float32Array, share: number}}
 *   head and tail: the covered parts of the first and the last, 0..1; share: one over the length
 */
function spans(from, to) {
  const ratio = from / to;
  const first = new Int32Array(to);
  const last = new Int32Array(to);
  const head = new Float32Array(to);
  const tail = new Float32Array(to);
  for (let i = 0; i < to; i += 1) {
    const start = i * ratio;
    const end = Math.min(from, start + ratio);
    first[i] = Math.floor(start);
    last[i] = Math.min(from - 1, Math.ceil(end) - 1);
    head[i] = first[i] === last[i] ? end - start : first[i] + 1 - start;
    tail[i] = first[i] === last[i] ? 0 : end - last[i];
  }
  return { first, last, head, tail, share: 1 / ratio };
}

function sumRows({ data, width }, rows, y, sums) {
  const { first, last, head, tail } = rows;
  for (let row = first[y]; row <= last[y]; row += 1) {
    const weight = row === first[y] ? head[y] : row === last[y] ? tail[y] : 1;
    const from = row * width;
    if (row === first[y]) for (let x = 0; x < width; x += 1) sums[x] = weight * data[from + x];
    else for (let x = 0; x < width; x += 1) sums[x] += weight * data[from + x];
  }
}

function averageColumns(sums, columns, rowShare, data, at, width) {
  const { first, last, head, tail, share } = columns;
  for (let x = 0; x < width; x += 1) {
    let sum = head[x] * sums[first[x]] + tail[x] * sums[last[x]];
    for (let column = first[x] + 1; column < last[x]; column += 1) sum += sums[column];
    data[at + x] = sum * share * rowShare + 0.5;
  }
}

/**
 * The picture on a sheet whose sides are multiples of `step`, its edges continued: to the
 * detector an abrupt border would look like print.
 *
 * @param {Picture} picture
 * @param {number} step px
 * @returns {Picture} the picture itself where it fits already
 */
export function padToMultiple(picture, step) {
  const width = Math.ceil(picture.width / step) * step;
  const height = Math.ceil(picture.height / step) * step;
  if (width === picture.width && height === picture.height) return picture;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = Math.min(y, picture.height - 1) * picture.width;
    data.set(picture.data.subarray(from, from + picture.width), y * width);
    data.fill(picture.data[from + picture.width - 1], y * width + picture.width, (y + 1) * width);
  }
  return { data, width, height };
}
