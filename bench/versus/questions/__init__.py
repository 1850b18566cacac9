"""One file per question; `ask(bench)` measures and reports. In the order of the table in docs/performance.md."""
ORDER = ("small_requests", "latency", "large_get", "large_put", "durable_put", "listing", "growth_objects", "signatures", "verify",
         "signing_service", "start", "idle_connections", "two_threads", "growth_worlds", "growth_connections",
         "growth_identities", "bench_tool", "peers")
