//! What a room remembers in this process alone, between two requests.
//!
//! Nothing that correctness needs may lie here (design §6): it is gone at a restart, and a
//! second node has a shelf of its own.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One thing of each type, made empty when first asked for.
#[derive(Default)]
pub struct Shelf(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Shelf {
    /// The `T` that everybody with this [`App`](crate::App) shares.
    pub fn of<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = held
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Arc::new(T::default()));
        Arc::clone(slot).downcast().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU8, Ordering};

    #[test]
    fn everybody_gets_the_same_one_and_each_shelf_has_its_own() {
        let (here, there) = (Shelf::default(), Shelf::default());
        here.of::<AtomicU8>().store(7, Ordering::Relaxed);

        assert_eq!(here.of::<AtomicU8>().load(Ordering::Relaxed), 7);
        assert_eq!(there.of::<AtomicU8>().load(Ordering::Relaxed), 0);
    }
}
