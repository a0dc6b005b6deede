// Answers like the Python child, and misbehaves on request.
import { createInterface } from 'node:readline';

console.error('fake child says something');
createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  if (request.do === 'die') process.exit(3);
  if (request.do === 'babble') return console.log('Hello!');
  if (request.do === 'fail') return console.log(JSON.stringify({ id: request.id, error: 'ValueError: no' }));
  console.log(JSON.stringify({ id: request.id, echo: request.word, threads: process.env.OMP_NUM_THREADS }));
});
