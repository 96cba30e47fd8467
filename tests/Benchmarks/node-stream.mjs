// Reads a long reply with the official Node client: it hands over the response's raw stream, so events are
// split and parsed here, as everybody who uses it has to. Prints a line of JSON for each round.
import { ChatClient } from 'dify-client';

const [server, key, rounds] = process.argv.slice(2);
const client = new ChatClient(key, server);
for (let round = 0; round < Number(rounds); round++) {
  const start = performance.now();
  const response = await client.createChatMessage({}, 'go on', 'bench', true, '', []);
  const decoder = new TextDecoder();
  let rest = '';
  let answer = '';
  for await (const chunk of response.data) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('data:')) continue;
      const event = JSON.parse(line.slice(5));
      if (event.event === 'message') answer += event.answer;
    }
  }
  console.log(JSON.stringify({ ms: performance.now() - start, characters: answer.length, peakMiB: process.resourceUsage().maxRSS / 1024 }));
}
