"""How long tests wait: bounds that tell what is held up from what only shares a busy machine.

What waits for somebody who does not answer waits for two seconds at least; what a busy machine takes is a
fraction of one. The exact times are measured in `benchmarks/`, on a machine that has nothing else to do.
"""

from __future__ import annotations

AT_ONCE = 1.0
"""s: nobody was waited for."""
PATIENCE = 30.0
"""s until a test gives up what does not come: far more than it takes. It costs nothing where it comes."""
