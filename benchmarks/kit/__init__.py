"""What every benchmark needs: processes of their own, data, results, plots."""
