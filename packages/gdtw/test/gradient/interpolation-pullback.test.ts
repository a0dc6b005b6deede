import { createRandom } from '@rubato/core';
import { expect, it } from 'vitest';
import { addInterpolation } from '../../src/gradient/interpolation-pullback.ts';
import { createSignal, evaluateSignal } from '../../src/index.ts';
import { findInterval, signalSlope } from '../../src/signal/signal.ts';

it.each(['linear', 'cubic'] as const)('the pullback of a %s signal is that of finite differences, by values and times', (interpolation) => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = createRandom(seed);
    const length = 2 + Math.floor(random() * 6);
    let clock = random();
    const times = Array.from({ length }, () => (clock += 0.3 + random()));
    const values = Array.from({ length: 2 * length }, () => 2 * random() - 1);
    const time = times[0] + random() * (times[length - 1] - times[0]);
    const segment = findInterval(times, time);
    const [amount, amountOfSlope] = [random() - 0.5, random() - 0.5];
    const at = (newValues: number[], newTimes: number[]): number => {
      const signal = createSignal(newValues, { times: newTimes, channels: 2, interpolation });
      return amount * evaluateSignal(signal, time)[1] + amountOfSlope * signalSlope(signal, segment, 1, time);
    };
    const signal = createSignal(values, { times, channels: 2, interpolation });
    const into = { signal, byValues: new Float64Array(2 * length), byTimes: new Float64Array(length) };
    addInterpolation(into, segment, 1, time, amount, amountOfSlope);
    const h = 1e-6;
    const expectDerivative = (actual: number, of: (step: number) => number, label: string): void => {
      const measured = (of(h) - of(-h)) / (2 * h);
      expect(Math.abs(actual - measured), `seed ${seed}, ${label}`).toBeLessThan(1e-7 * (1 + Math.abs(measured)));
    };
    values.forEach((_, k) => {
      expectDerivative(into.byValues[k], (step) => at(values.with(k, values[k] + step), times), `value ${k}`);
    });
    times.forEach((_, k) => {
      expectDerivative(into.byTimes[k], (step) => at(values, times.with(k, times[k] + step)), `time ${k}`);
    });
  }
});
