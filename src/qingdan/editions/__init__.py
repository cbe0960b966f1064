"""Published editions: immutable manifests of snapshots, written by `lists` alone; read by everything that serves."""
