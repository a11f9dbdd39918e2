export { openSocketSender as openSender } from './socket-sender.ts';
