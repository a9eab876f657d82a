// Put it in the place of service-worker.js on your server to take back what browsers keep of Onrush for times without a network.
// The next visit then comes from the server again. What people have made is kept elsewhere and stays.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const ours = names.filter((name) => name.startsWith(`onrush ${self.registration.scope} `));
      await Promise.all(ours.map((name) => caches.delete(name)));
      await self.registration.unregister();
    })(),
  ),
);
