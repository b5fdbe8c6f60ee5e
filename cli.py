from rfma_fast.cli import main

main()
