/** When a rendition reaches a beat, in seconds, and back. */
export interface Tempo {
  secondsAt(beat: number): number;
  beatAt(seconds: number): number;
}

/** The same tempo throughout. */
export function steadyTempo(beatsPerMinute: number): Tempo {
  return {
    secondsAt: (beat) => (beat * 60) / beatsPerMinute,
    beatAt: (seconds) => (seconds * beatsPerMinute) / 60,
  };
}

/**
 * Tempo rubato: `seconds(β) = (60 / bpm) · (β + depth · (p / 2π) · sin(2πβ / p))`, so that the player lingers and hurries in phrases
 * of p beats and is never more than `depth` slower or faster than the mean. Increasing for depth < 1.
 */
export function rubatoTempo(beatsPerMinute: number, phraseBeats: number, depth: number): Tempo {
  const secondsAt = (beat: number): number =>
    (60 / beatsPerMinute) * (beat + ((depth * phraseBeats) / (2 * Math.PI)) * Math.sin((2 * Math.PI * beat) / phraseBeats));
  return {
    secondsAt,
    beatAt(seconds) {
      // Bisection: the function increases, and it stays within a phrase of the steady tempo.
      let low = (seconds * beatsPerMinute) / 60 - phraseBeats;
      let high = low + 2 * phraseBeats;
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (secondsAt(middle) < seconds) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    },
  };
}
