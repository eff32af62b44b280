//! What the operating system says about this process (Linux; elsewhere the lines are absent).

use super::text::Page;

pub(super) fn write(page: &mut Page) {
    if let Some(bytes) = resident() {
        page.single(
            "process_resident_memory_bytes",
            "gauge",
            "Resident memory.",
            bytes,
        );
    }
    if let Ok(entries) = std::fs::read_dir("/proc/self/fd") {
        page.single(
            "process_open_fds",
            "gauge",
            "Open file handles.",
            entries.count(),
        );
    }
}

/// `VmRSS` of `/proc/self/status`, which is in kB whatever the page size.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
