import { fourStepSchedule, plateauSchedule } from '@rubato/analysis';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/refusal.ts';

const inspection = fc.record({
  energyLoss: fc.double({ min: 0, max: 1, noNaN: true }),
  imbalance: fc.double({ min: 0, max: 1, noNaN: true }),
  collapsed: fc.boolean(),
});

describe('plateauSchedule', () => {
  it('lowers the temperature after patience without improvement, and starts counting anew', () => {
    const schedule = plateauSchedule({ from: 8, to: 1, factor: 0.25, patience: 3 });
    expect(schedule.temperature).toBe(8);
    // The best value of a higher temperature does not count at a lower one.
    const reports = [9, 8, 8, 9, 8, 20, 19, 19, 19, 19, 5, 5, 5, 5];
    expect(reports.map((value) => schedule.report(value))).toEqual([8, 8, 8, 8, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
    expect(schedule.temperature).toBe(1);
  });

  it('counts what falls by less than the minimum as no improvement, and Infinity never as one', () => {
    const schedule = plateauSchedule({ from: 2, to: 1, patience: 2, minimumImprovement: 0.5 });
    expect([3, 2.7, 2.6].map((value) => schedule.report(value))).toEqual([2, 2, 1]);
    const infinite = plateauSchedule({ from: 2, to: 1, patience: 2 });
    expect([Infinity, Infinity].map((value) => infinite.report(value))).toEqual([2, 1]);
  });

  it('never rises, stays within its bounds, and goes on from what it saved as if nothing had been', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }), fc.nat(30), (values, cut) => {
        const options = { from: 3, to: 0.2, patience: 1, factor: 0.7 };
        const schedule = plateauSchedule(options);
        const temperatures = values.map((value) => schedule.report(value));
        temperatures.forEach((temperature, i) => {
          expect(temperature <= (temperatures[i - 1] ?? 3) && temperature >= 0.2).toBe(true);
        });
        const first = plateauSchedule(options);
        values.slice(0, cut).forEach((value) => first.report(value));
        const second = plateauSchedule({ ...options, resume: structuredClone(first.save()) });
        expect(values.slice(cut).map((value) => second.report(value))).toEqual(temperatures.slice(cut));
      }),
    );
  });

  it('refuses options out of range, and NaN', () => {
    const options = { from: 2, to: 1 };
    expectRefusal(() => plateauSchedule({ from: 0, to: 1 }), { argument: 'options.from' });
    expectRefusal(() => plateauSchedule({ from: 1, to: 2 }), { argument: 'options.to', expected: /at most 1/ });
    expectRefusal(() => plateauSchedule({ ...options, factor: 1 }), { argument: 'options.factor' });
    expectRefusal(() => plateauSchedule({ ...options, patience: 0 }), { argument: 'options.patience' });
    expectRefusal(() => plateauSchedule({ ...options, minimumImprovement: -1 }), { argument: 'options.minimumImprovement' });
    expectRefusal(() => plateauSchedule({ ...options, waiting: 1 } as never), { argument: 'options.waiting' });
    expectRefusal(() => plateauSchedule({ ...options, resume: { temperature: 1, waited: -1 } }), { argument: 'options.resume.waited' });
    expectRefusal(() => plateauSchedule({ ...options, resume: { temperature: NaN, waited: 0 } }), {
      argument: 'options.resume.temperature',
    });
    for (const temperature of [50, 2.1, 0.9]) {
      expectRefusal(() => plateauSchedule({ ...options, resume: { temperature, waited: 0 } }), {
        argument: 'options.resume.temperature',
        expected: 'a number from 1 to 2',
      });
    }
    expectRefusal(() => plateauSchedule({ ...options, resume: { temperature: 1, waited: 0, best: NaN } }), {
      argument: 'options.resume.best',
    });
    const schedule = plateauSchedule(options);
    expectRefusal(() => schedule.report(NaN), { argument: 'value' });
    expectRefusal(() => schedule.report(-Infinity), { argument: 'value' });
    expect(schedule.save()).toEqual({ temperature: 2, waited: 0 });
  });
});

describe('fourStepSchedule', () => {
  const blurred = { energyLoss: 0.6, imbalance: 0.4, collapsed: false };
  const sharp = { energyLoss: 0.05, imbalance: 0.02, collapsed: false };

  it('goes through the steps: high γ, inspection, reduction, resumed training', () => {
    const schedule = fourStepSchedule({ from: 10, to: 0.1, initialReports: 3 });
    const go = (report: typeof blurred) => [schedule.report(report), schedule.phase];
    expect(go(blurred)).toEqual([10, 'initialise']);
    // Sharp targets of an untrained network mean nothing.
    expect(go(sharp)).toEqual([10, 'initialise']);
    expect(go({ ...blurred, collapsed: true })).toEqual([10, 'initialise']);
    expect(go(blurred)).toEqual([5, 'reduce']);
    expect(go({ ...blurred, energyLoss: 0.01 })).toEqual([2.5, 'reduce']);
    expect(go({ ...blurred, collapsed: true })).toEqual([2.5, 'reduce']);
    expect(go({ ...blurred, imbalance: 0 })).toEqual([1.25, 'reduce']);
    expect(go(sharp)).toEqual([1.25, 'resume']);
    expect(go(blurred)).toEqual([1.25, 'resume']);
  });

  it('stops at the lowest temperature', () => {
    const schedule = fourStepSchedule({ from: 1, to: 0.4, initialReports: 1 });
    expect([blurred, blurred, blurred].map((report) => schedule.report(report))).toEqual([0.5, 0.4, 0.4]);
    expect(schedule.phase).toBe('resume');
  });

  it('never rises, stays within its bounds, and goes on from what it saved', () => {
    fc.assert(
      fc.property(fc.array(inspection, { minLength: 1 }), fc.nat(30), (reports, cut) => {
        const options = { from: 5, to: 0.3, initialReports: 2 };
        const schedule = fourStepSchedule(options);
        const temperatures = reports.map((report) => schedule.report(report));
        temperatures.forEach((temperature, i) => {
          expect(temperature <= (temperatures[i - 1] ?? 5) && temperature >= 0.3).toBe(true);
        });
        const first = fourStepSchedule(options);
        reports.slice(0, cut).forEach((report) => first.report(report));
        const second = fourStepSchedule({ ...options, resume: structuredClone(first.save()) });
        expect(reports.slice(cut).map((report) => second.report(report))).toEqual(temperatures.slice(cut));
        expect(second.save()).toEqual(schedule.save());
      }),
    );
  });

  it('refuses options and inspections out of range', () => {
    const options = { from: 2, to: 1 };
    expectRefusal(() => fourStepSchedule({ from: NaN, to: 1 }), { argument: 'options.from' });
    expectRefusal(() => fourStepSchedule({ from: 1, to: 3 }), { argument: 'options.to' });
    expectRefusal(() => fourStepSchedule({ ...options, factor: 0 }), { argument: 'options.factor' });
    expectRefusal(() => fourStepSchedule({ ...options, initialReports: 0.5 }), { argument: 'options.initialReports' });
    expectRefusal(() => fourStepSchedule({ ...options, maximumEnergyLoss: 2 }), { argument: 'options.maximumEnergyLoss' });
    expectRefusal(() => fourStepSchedule({ ...options, maximumImbalance: NaN }), { argument: 'options.maximumImbalance' });
    const resume = { temperature: 1, phase: 'reduce', reports: 1 } as const;
    expectRefusal(() => fourStepSchedule({ ...options, resume: { ...resume, phase: 'rest' as never } }), {
      argument: 'options.resume.phase',
    });
    expectRefusal(() => fourStepSchedule({ ...options, resume: { ...resume, reports: -1 } }), { argument: 'options.resume.reports' });
    for (const temperature of [50, 1e-9, NaN]) {
      expectRefusal(() => fourStepSchedule({ ...options, resume: { ...resume, temperature } }), { argument: 'options.resume.temperature' });
    }
    const schedule = fourStepSchedule(options);
    expectRefusal(() => schedule.report({ ...blurred, energyLoss: NaN }), { argument: 'inspection.energyLoss' });
    expectRefusal(() => schedule.report({ ...blurred, imbalance: 2 }), { argument: 'inspection.imbalance' });
    expectRefusal(() => schedule.report({ ...blurred, collapsed: undefined as never }), { argument: 'inspection.collapsed' });
    expectRefusal(() => schedule.report(0.5 as never), { argument: 'inspection' });
  });
});
