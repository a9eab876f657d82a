"""The three models for SimPy: a process for each customer, a resource for each place."""

import pathlib
import random
import sys
import time

import simpy

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "common"))
import peer


class World:
    def __init__(self, seed):
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.waited = 0.0
        self.responses = []

    def serve(self, place, rate):
        """Waits for a server of `place` and holds it for an exponential time."""
        env = self.env
        came = env.now
        with place.request() as request:
            yield request
            self.waited += env.now - came
            yield env.timeout(self.random.expovariate(rate))

    def through(self, *stops):
        """A customer who goes through (resource, service rate) pairs."""
        born = self.env.now
        for place, rate in stops:
            yield from self.serve(place, rate)
        self.responses.append(self.env.now - born)

    def at_edge(self, rate):
        """A customer who is answered after an exponential time, without waiting."""
        born = self.env.now
        yield self.env.timeout(self.random.expovariate(rate))
        self.responses.append(self.env.now - born)

    def queue(self, rate, servers, customers):
        place = simpy.Resource(self.env, capacity=servers)
        for _ in range(customers):
            yield self.env.timeout(self.random.expovariate(rate))
            self.env.process(self.through((place, 1.0)))

    def web(self, until):
        web = simpy.Resource(self.env, capacity=64)
        database = simpy.Resource(self.env, capacity=32)
        while True:
            yield self.env.timeout(self.random.expovariate(5000.0))
            if self.env.now > until:
                return
            if self.random.random() < 0.8:
                self.env.process(self.at_edge(1 / 0.005))
            else:
                self.env.process(self.through((web, 1 / 0.040), (database, 1 / 0.008)))


def main():
    model, size, seed = peer.asked()
    started = time.perf_counter()
    world = World(seed)
    if model == "A":
        world.env.process(world.queue(0.8, 1, int(size)))
    elif model == "B":
        world.env.process(world.queue(7.2, 8, int(size)))
    else:
        world.env.process(world.web(size))
    world.env.run()
    peer.report(started, world.waited, world.responses)


main()
