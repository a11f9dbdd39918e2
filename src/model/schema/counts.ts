import { z } from 'zod';

export const countByName = z.record(z.string(), z.int().min(0));
