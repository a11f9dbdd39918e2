import { algorithmConfusionAccepted } from '../../../src/audit/auth/algorithm-confusion-accepted.ts';
import { promises, refusesOpaque } from './forgery-promises.ts';

promises(algorithmConfusionAccepted, 'algorithm-confusion');
refusesOpaque(algorithmConfusionAccepted);
