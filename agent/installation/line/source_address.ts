/** Below it are the addresses of devices, and the 1 that every other client uses. */
const FIRST_PRIVATE_ADDRESS = 0x0001_0000;

/**
 * Our own address on the wire, from 32 random bits. The gateway copies it into its answers: with
 * one that nobody else has, answers to others are told from ours.
 */
export function sourceAddress(randomBits: number): number {
  return (randomBits >>> 0) < FIRST_PRIVATE_ADDRESS
    ? (randomBits >>> 0) + FIRST_PRIVATE_ADDRESS
    : randomBits >>> 0;
}
