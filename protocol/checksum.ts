/**
 * The checksum over `bytes[start, end)`: A = 0xFF, B = 0; for each byte A += byte, B += A, both
 * modulo 256. Returned as A | B << 8, the way it lies on the wire (specification 3.4).
 */
export function checksum(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let a = 0xFF;
  let b = 0;
  // 256 divides 2^32, so the sums may wrap around and be reduced once at the end.
  for (let i = start; i < end; i++) {
    a = (a + bytes[i]!) | 0;
    b = (b + a) | 0;
  }
  return (a & 0xFF) | (b & 0xFF) << 8;
}
