import { exportArtillery } from '../../flows/export/artillery.ts';
import type { Exported, ExportPlan } from '../../flows/export/contract.ts';
import { exportK6 } from '../../flows/export/k6.ts';

export type ExportFormat = 'artillery' | 'k6';

interface FormatOfExport {
  readonly comment: '#' | '//';
  readonly write: (plan: ExportPlan) => Exported;
  /** The command that runs a file, before its name. */
  readonly run: string;
  /** The file of a script that was printed. */
  readonly name: string;
}

export const exportFormats: Readonly<Record<ExportFormat, FormatOfExport>> = {
  artillery: { comment: '#', write: exportArtillery, run: 'artillery run --output report.json', name: 'load.yml' },
  k6: { comment: '//', write: exportK6, run: 'k6 run --summary-export summary.json', name: 'load.js' },
};
