"""The 法制办: local instruments, 三定 provisions, proposals to change the law."""
