//! Records opened a moment ago: the same sealed bytes are not unsealed and parsed again.
//!
//! A viewer asks for hundreds of ranges of one file, and each is answered for a session, a
//! meeting and a viewing record that have not moved. The rows themselves are read every time;
//! what is remembered is only what these very bytes under this very key mean, so nothing can
//! be out of date and nothing has to be forgotten when a record changes.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::Key;

/// Records of one generation. Two generations are held, so at most twice as many: a few
/// megabytes, each record being 64 KiB at most and a few KiB as a rule.
const MOST: usize = 128;

struct Opened {
    bytes: Vec<u8>,
    record: Arc<dyn Any + Send + Sync>,
}

#[derive(Default)]
struct Generations {
    young: HashMap<Key, Opened>,
    old: HashMap<Key, Opened>,
}

/// What was opened a moment ago.
#[derive(Default)]
pub(crate) struct Recent(Mutex<Generations>);

impl Recent {
    /// What `bytes` under `key` were found to mean.
    pub(super) fn get<T: Send + Sync + 'static>(&self, key: &[u8], bytes: &[u8]) -> Option<Arc<T>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !held.young.contains_key(key)
            && let Some((key, opened)) = held.old.remove_entry(key)
        {
            held.put(key, opened);
        }
        let opened = held.young.get(key).filter(|opened| opened.bytes == bytes)?;
        Arc::clone(&opened.record).downcast().ok()
    }

    /// Remembers what `bytes` under `key` mean.
    pub(super) fn keep<T: Send + Sync + 'static>(&self, key: &[u8], bytes: &[u8], record: &Arc<T>) {
        let opened = Opened {
            bytes: bytes.to_vec(),
            record: Arc::clone(record) as Arc<dyn Any + Send + Sync>,
        };
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.put(key.to_vec(), opened);
    }
}

impl Generations {
    fn put(&mut self, key: Key, opened: Opened) {
        if self.young.len() >= MOST && !self.young.contains_key(&key) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, opened);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_bytes_under_the_same_key_are_known() {
        let recent = Recent::default();
        recent.keep(b"a", b"sealed", &Arc::new(7_u8));

        assert_eq!(recent.get::<u8>(b"a", b"sealed"), Some(Arc::new(7)));
        assert_eq!(recent.get::<u8>(b"a", b"sealed anew"), None);
        assert_eq!(recent.get::<u8>(b"b", b"sealed"), None);
        assert_eq!(recent.get::<u16>(b"a", b"sealed"), None);
    }

    #[test]
    fn it_never_grows_and_what_is_used_stays() {
        let recent = Recent::default();
        recent.keep(b"used", b"sealed", &Arc::new(7_u8));
        for number in 0..10 * MOST {
            recent.keep(&number.to_be_bytes(), b"sealed", &Arc::new(1_u8));
            assert!(recent.get::<u8>(b"used", b"sealed").is_some(), "{number}");
        }

        let held = recent.0.lock().unwrap();
        assert!(held.young.len() <= MOST && held.old.len() <= MOST);
    }
}
