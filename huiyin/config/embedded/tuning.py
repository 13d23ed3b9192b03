"""The server's settings, by the memory of the machine."""

import os

MEGABYTE = 1024 * 1024


def options(*, safe: bool) -> dict[str, str]:
    """Settings of one start; ``safe=False`` trades durability for speed (tests only)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    chosen = {
        "shared_buffers": f"{_between(memory // 8, 64, 2048)}MB",
        "effective_cache_size": f"{_between(memory // 2, 256, 16384)}MB",
        "maintenance_work_mem": f"{_between(memory // 32, 64, 512)}MB",
        "work_mem": "16MB",
        "max_connections": "100",
        "max_wal_size": "2GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "unix_socket_permissions": "0700",
        "log_parameter_max_length": "0",  # what people write is not for the log
        "log_parameter_max_length_on_error": "0",
        "log_min_error_statement": "panic",
    }
    if not safe:
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return chosen


def _between(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
