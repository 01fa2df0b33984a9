import { join } from 'node:path';
import { command as evaluate } from './commands/evaluate.ts';
import { command as gate } from './commands/gate.ts';
import { command as model } from './commands/model.ts';
import { callOf, type DemoStep } from './demo-step.ts';

/**
 * An evaluation of the painted scenes: a model of pixels fitted on those without anomalies, two
 * detectors on those with them, and a gate on their scores. What a first run has scored, a second
 * does not score again.
 */
export function scoreSteps(folder: string, isDone: boolean): readonly DemoStep[] {
  const release = join(folder, 'street-scenes-1.0.0');
  const models = join(folder, 'models');
  const evaluation = join(folder, 'evaluation.json');
  const manifest = join(models, 'street-scenes-densities.json');
  const fit: DemoStep = {
    name: 'model',
    title: 'Model: fitted in closed form on the scenes without anomalies, written as ONNX',
    run: callOf(model, ['fit', release], { out: models, run: true }),
  };
  return [
    ...(isDone ? [] : [fit]),
    {
      name: 'evaluate',
      title: 'Evaluate: two detectors on the scenes with anomalies, pixel by pixel',
      run: callOf(evaluate, [release], {
        model: manifest,
        modelFile: join(models, 'street-scenes-densities.onnx'),
        scores: join(folder, 'work/evaluations'),
        out: evaluation,
      }),
    },
    {
      name: 'gate-scores',
      title: 'Gate: does the release still give the scores that it should?',
      run: callOf(gate, [release], { gate: 'street-scenes-scores', scores: [evaluation] }),
    },
  ];
}
