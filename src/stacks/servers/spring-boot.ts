import { listensOnBoth, type ServerStack } from './contract.ts';

export const springBoot: ServerStack = {
  id: 'spring-boot',
  title: 'Spring Boot',
  command: /spring-boot|org\.springframework\.boot|bootRun/,
  header: null,
  remedies: listensOnBoth(() => ({
    do: 'leave server.address out of application.properties: then it listens on both families',
    command: '# server.address=127.0.0.1',
  })),
};
