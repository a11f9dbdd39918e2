type Names = Readonly<Record<string, readonly string[]>>;

/** RFC 1035 §3.2.2, RFC 3596 §2.1. */
const TYPE_A = 1;
const TYPE_AAAA = 28;
const CLASS_IN = 1;
const HEADER_BYTES = 12;
/** A response to a recursive question, §4.1.1; the low bits are the response code. */
const RESPONSE = 0x8180;
const NAME_ERROR = 3;
/** §4.1.4: the name of an answer is a pointer to the name in the question. */
const POINTER_TO_QUESTION = 0xc0_00 | HEADER_BYTES;
const TTL_S = 0;

/** The reply to one question: the addresses of the requested family, which may be none, or NXDOMAIN. */
export function answerTo(question: Buffer, names: Names): { readonly reply: Buffer; readonly known: boolean } {
  const { name, type, end } = readQuestion(question);
  const addresses = names[name];
  const answers = (addresses ?? []).filter((address) => typeOf(address) === type);
  const header = Buffer.alloc(HEADER_BYTES);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(addresses === undefined ? RESPONSE | NAME_ERROR : RESPONSE, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  const asked = question.subarray(HEADER_BYTES, end);
  return { reply: Buffer.concat([header, asked, ...answers.map(record)]), known: addresses !== undefined };
}

function readQuestion(question: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: question.readUInt16BE(at + 1), end: at + 5 };
}

const typeOf = (address: string): number => (address.includes(':') ? TYPE_AAAA : TYPE_A);

function record(address: string): Buffer {
  const data = bytesOf(address);
  const fields = Buffer.alloc(12);
  fields.writeUInt16BE(POINTER_TO_QUESTION, 0);
  fields.writeUInt16BE(typeOf(address), 2);
  fields.writeUInt16BE(CLASS_IN, 4);
  fields.writeUInt32BE(TTL_S, 6);
  fields.writeUInt16BE(data.length, 10);
  return Buffer.concat([fields, data]);
}

/** IPv4 addresses and ::1, the only IPv6 address in the lab. */
const bytesOf = (address: string): Buffer =>
  address === '::1' ? Buffer.from([...Array<number>(15).fill(0), 1]) : Buffer.from(address.split('.').map(Number));
