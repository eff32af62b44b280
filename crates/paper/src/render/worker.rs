//! The process that renders for another: one file, then it ends.

use super::message::{Order, write_answer};
use super::{RenderLimits, render_page, render_pages};
use crate::{clean, examine};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io::{self, Read, Write};

/// Reads one order from `input`, renders, writes the answer to `output`.
///
/// Before it looks at the file, the process lets the system bound it: memory, time of the
/// processor, no core dump (the file is somebody's opinion), no file written.
///
/// # Errors
/// When it cannot be bound, or the other side has gone.
pub fn work(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let order = Order::read(input)?;
    bound(&order.limits)?;
    let mut pdf = Vec::new();
    if order.page == Order::CLEAN {
        let wanted = clean::read_order(input)?;
        input.read_to_end(&mut pdf)?;
        return clean::write_answer(output, &clean::clean(&pdf, &wanted, &order.limits));
    }
    input.read_to_end(&mut pdf)?;
    if order.page == Order::EXAMINE {
        let answer = examine::examine(&pdf, &order.limits);
        return examine::write_answer(output, answer);
    }
    let answer = match usize::try_from(order.page) {
        Ok(0) => render_pages(&pdf, order.dpi, &order.limits),
        number => {
            let number = number.unwrap_or(usize::MAX);
            render_page(&pdf, number, order.dpi, &order.limits).map(|page| vec![page])
        }
    };
    write_answer(output, &answer)
}

fn bound(limits: &RenderLimits) -> io::Result<()> {
    // Two cores at most work on a page; the caller's clock ends what only waits.
    let seconds = limits.patience.as_secs().saturating_mul(2) + 1;
    lower(Resource::Core, 0)?;
    lower(Resource::Fsize, 0)?;
    lower(Resource::Cpu, seconds)?;
    lower(Resource::As, limits.memory)?;
    // First to go when the machine has no memory left. Not every system has it.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    Ok(())
}

fn lower(resource: Resource, most: u64) -> io::Result<()> {
    let most = getrlimit(resource)
        .maximum
        .map_or(most, |own| own.min(most));
    let bound = Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    Ok(setrlimit(resource, bound)?)
}
