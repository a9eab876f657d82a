// The three models for simjs: one entity that receives the arrivals, a facility for each place.
import { createRequire } from "node:module";

// The package exports nothing; it puts itself into the window, so there must be one.
globalThis.window = globalThis;
createRequire(import.meta.url)("simjs");
const { Sim, Entity, Facility, Random } = globalThis.Sim;

const [model, sizeText, seedText] = process.argv.slice(2);
const size = Number(sizeText);
const seed = Number(seedText);
if (process.argv.length !== 5 || !["A", "B", "C"].includes(model) || !(size > 0) || !Number.isInteger(seed)) {
  console.error("usage: MODEL SIZE SEED, with MODEL A or B and SIZE customers, or MODEL C and SIZE seconds");
  process.exit(2);
}

let waited = 0;
const responses = [];

class Queue extends Entity {
  start(random, rate, servers, customers) {
    this.random = random;
    this.rate = rate;
    this.place = new Facility("place", Facility.FCFS, servers);
    this.coming = customers;
    this.plan();
  }

  plan() {
    if (this.coming === 0) return;
    this.coming -= 1;
    this.setTimer(this.random.exponential(this.rate)).done(this.arrive);
  }

  arrive() {
    const service = this.random.exponential(1);
    this.useFacility(this.place, service).done(this.leave, this, [this.time(), service]);
    this.plan();
  }

  leave(born, service) {
    const response = this.time() - born;
    responses.push(response);
    waited += response - service;
  }
}

class Web extends Entity {
  start(random, until) {
    this.random = random;
    this.until = until;
    this.web = new Facility("web", Facility.FCFS, 64);
    this.database = new Facility("database", Facility.FCFS, 32);
    this.plan();
  }

  plan() {
    const gap = this.random.exponential(5000);
    if (this.time() + gap <= this.until) this.setTimer(gap).done(this.arrive);
  }

  arrive() {
    const born = this.time();
    if (this.random.random() < 0.8) {
      this.setTimer(this.random.exponential(1 / 0.005)).done(this.leave, this, [born, 0]);
    } else {
      const service = this.random.exponential(1 / 0.04);
      this.useFacility(this.web, service).done(this.ask, this, [born, service]);
    }
    this.plan();
  }

  ask(born, served) {
    const service = this.random.exponential(1 / 0.008);
    this.useFacility(this.database, service).done(this.leave, this, [born, served + service]);
  }

  leave(born, served) {
    const response = this.time() - born;
    responses.push(response);
    waited += served === 0 ? 0 : response - served;
  }
}

const started = performance.now();
const sim = new Sim();
const random = new Random(seed);
if (model === "A") sim.addEntity(Queue, "queue", random, 0.8, 1, size);
else if (model === "B") sim.addEntity(Queue, "queue", random, 7.2, 8, size);
else sim.addEntity(Web, "web", random, size);
sim.simulate(Infinity);
const s = (performance.now() - started) / 1000;

const n = responses.length;
const sorted = Float64Array.from(responses).sort();
const mean = sorted.reduce((sum, response) => sum + response, 0) / n;
console.log(JSON.stringify({ n, wq: waited / n, mean, p99: sorted[Math.floor((n * 99) / 100)], s }));
