"""`python -m rural_taobao`: the command line, where its script is not on the path."""

from rural_taobao.cli import main

if __name__ == "__main__":
    main()
