// Writes a mask as a PNG of one bit a pixel, white where it is missing: 3 MB before it is packed, for 24 megapixels.

const CRC = new Uint32Array(256).map((_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) {
    c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return c;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const b of bytes) {
    c = CRC[(c ^ b) & 0xff] ^ (c >>> 8);
  }
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(kind, data) {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) {
    out[4 + i] = kind.charCodeAt(i);
  }
  out.set(data, 8);
  view.setUint32(8 + data.length, crc(out.subarray(4, 8 + data.length)));
  return out;
}

function rows(mask) {
  const stride = 1 + ((mask.width + 7) >> 3);
  const out = new Uint8Array(stride * mask.height);
  for (let y = 0; y < mask.height; y++) {
    const from = y * mask.width;
    const to = y * stride + 1;
    for (let x = 0; x < mask.width; x++) {
      if (mask.pixels[from + x]) {
        out[to + (x >> 3)] |= 0x80 >> (x & 7);
      }
    }
  }
  return out;
}

export async function maskPng(mask) {
  const packed = new Response(new Blob([rows(mask)]).stream().pipeThrough(new CompressionStream('deflate')));
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, mask.width);
  view.setUint32(4, mask.height);
  head[8] = 1; // one bit
  head[9] = 0; // of grey
  return new Blob(
    [
      new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]),
      chunk('IHDR', head),
      chunk('IDAT', new Uint8Array(await packed.arrayBuffer())),
      chunk('IEND', new Uint8Array(0)),
    ],
    { type: 'image/png' },
  );
}

// Which pixels of a picture are white; transparent ones are not.
export async function readMask(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  const missing = new Uint8Array(width * height);
  const strip = Math.max(1, Math.min(height, Math.floor((4 << 20) / width)));
  const canvas = new OffscreenCanvas(width, strip);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  for (let y = 0; y < height; y += strip) {
    const h = Math.min(strip, height - y);
    context.clearRect(0, 0, width, strip);
    context.drawImage(bitmap, 0, y, width, h, 0, 0, width, h);
    const data = context.getImageData(0, 0, width, h).data;
    for (let i = 0; i < width * h; i++) {
      const luma = 0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2];
      missing[y * width + i] = (luma * data[4 * i + 3]) / 255 > 127.5 ? 1 : 0;
    }
  }
  bitmap.close();
  return { width, height, missing };
}
