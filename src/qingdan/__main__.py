from qingdan.cli import main

raise SystemExit(main())
