import { setTimeout as sleep } from 'node:timers/promises';

/** Windows whose server has the pid 9120 and, while a request is open, a connect that is not answered. */
export function windowsAt(port: number, over: Partial<Record<'netstat' | 'powershell', string>> = {}) {
  let [queries, running] = [0, 0];
  const ran: string[] = [];
  const atOnce: number[] = [];
  const outputs: Readonly<Record<string, () => string>> = {
    netstat: () =>
      [
        'Aktive Verbindungen',
        `  TCP    127.0.0.1:${port}    0.0.0.0:0    ABHÖREN    9120`,
        '  TCP    127.0.0.1:50001    127.0.0.1:5432    SYN_GESENDET    7004',
        ...(queries >= 2 ? ['  TCP    127.0.0.1:50002    10.0.0.5:5432    SYN_GESENDET    9121'] : []),
        '  UDP    127.0.0.1:60000    *:*    9120',
      ].join('\r\n'),
    powershell: () => {
      queries += 1;
      const usedTicks = queries * 500_000;
      return [
        `0 0 ${queries * 90_000_000} 0 0 System Idle Process`,
        `9120 4312 ${usedTicks} ${usedTicks} 1000 node.exe`,
        '9121 9120 0 0 2000 node.exe',
        '9122 9120 77777777 0 500 older.exe',
        `7004 1 ${usedTicks} 0 1000 busy.exe`,
        `7005 1 ${usedTicks} 0 1000 WmiPrvSE.exe`,
        ...(queries === 3 ? [`7006 ${process.pid} 9999999 0 3000 powershell.exe`] : []),
      ].join('\r\n');
    },
  };
  return {
    ran,
    atOnce,
    platform: 'win32',
    async run(name: string) {
      ran.push(name);
      running += 1;
      atOnce.push(running);
      await sleep(5);
      running -= 1;
      const stdout = over[name as 'netstat'] ?? outputs[name]?.() ?? '';
      return { kind: 'ended', code: 0, stdout, stderr: '' } as const;
    },
  };
}
