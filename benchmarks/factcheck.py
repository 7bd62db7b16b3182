"""How well the checker of facts does on clean reports and on copies with one error each: see factcheck/run.py."""

import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    run = Path(__file__).resolve().parent / "factcheck" / "run.py"
    sys.exit(subprocess.run([sys.executable, run, *sys.argv[1:]], check=False).returncode)
