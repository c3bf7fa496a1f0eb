"""The article's chain: from photos to a detector in the browser, with the Object Detection API.

The opponent of our own detector, and the way for those who want to repeat what
O. Trekhleb's article "Making the Printed Links Clickable Using TensorFlow 2
Object Detection API" (2020) describes. README.md beside this file tells the
steps in order; each is ``python -m training.article.<step>``.
"""
