import { listensOnBoth, type ServerStack } from './contract.ts';

export const kestrel: ServerStack = {
  id: 'kestrel',
  title: 'ASP.NET Core Kestrel',
  command: /(^|[\\/])dotnet(\.exe)?"?\s/,
  header: /^Kestrel/,
  remedies: listensOnBoth(({ port }) => ({
    do: 'name localhost, for which Kestrel binds 127.0.0.1 and ::1',
    command: `dotnet run --urls http://localhost:${port}`,
  })),
};
