/** Runs esbuild once: options in as JSON, the outputs and the metafile out as JSON; bundle.py calls it. */

import { basename } from 'node:path';

import { build, formatMessages } from 'esbuild';

try {
  const { outputFiles, metafile } = await build({
    ...JSON.parse(process.argv[2]),
    bundle: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const outputs = Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]));
  process.stdout.write(JSON.stringify({ outputs, metafile }));
} catch (error) {
  const lines = error.errors ? await formatMessages(error.errors, { kind: 'error' }) : [error.stack];
  process.stderr.write(lines.join(''));
  process.exitCode = 1;
}
