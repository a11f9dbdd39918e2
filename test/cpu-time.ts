const US_PER_MS = 1_000;

/** Time on a core that this process has used. A clock would count what the rest of the machine does too. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / US_PER_MS;
}
