const KIB = 1_024;
const MIB = 1_048_576;

/** An amount of bytes for sentences: "812 bytes", "24 KiB", "3.1 MiB". */
export function bytesText(bytes: number): string {
  if (bytes >= MIB) return `${(bytes / MIB).toFixed(1)} MiB`;
  return bytes >= 10 * KIB ? `${(bytes / KIB).toFixed(0)} KiB` : `${bytes} bytes`;
}
