<?php echo "a small page\n";
