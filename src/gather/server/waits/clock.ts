const NS_PER_US = 1_000n;

/** µs of the monotonic clock that all processes of this machine share. */
export const machineUs = (): number => Number(process.hrtime.bigint() / NS_PER_US);
