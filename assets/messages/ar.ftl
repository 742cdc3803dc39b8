# The interface in Arabic. The format is described in src/message/parse.rs.

# panes
pane-sections = الأقسام
pane-reader = القارئ
pane-entities = الأسماء والتواريخ
pane-facets = مكوّنات القائمة
pane-help = المفاتيح
pane-warnings = تنبيهات
pane-doctor = هذه الطرفية
page-hint = Esc للعودة
sections-all = الكل
sections-unread = غير المقروء
sections-starred = المميّز بنجمة
sections-unsorted = بلا قسم
list-empty = لا مقالات هنا
list-like = مقالات مشابهة
list-same-event = الحدث نفسه
facets-empty = القائمة فارغة
facet-sections = الأقسام
facet-sources = المصادر
facet-days = الأيام
facet-entities = الأسماء
no-date = بلا تاريخ
reader-empty = لا مقال مفتوح
reader-empty-hint = ؟ تعرض المفاتيح
entities-empty = لا أسماء في هذا المقال
warnings-empty = لا تنبيهات
percent = { $percent }٪

# status line
status-hint = ؟ مساعدة
status-loading = جارٍ التحميل…
status-warnings = { $count ->
    [zero] لا تنبيهات
    [one] تنبيه واحد، اضغط w لعرضه
    [two] تنبيهان، اضغط w لعرضهما
    [few] { $count } تنبيهات، اضغط w لعرضها
    [many] { $count } تنبيهًا، اضغط w لعرضها
   *[other] { $count } تنبيه، اضغط w لعرضها
}
articles = { $count ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
    [many] { $count } مقالًا
   *[other] { $count } مقال
}
unread = { $count ->
    [zero] لا جديد
    [one] واحد غير مقروء
    [two] اثنان غير مقروءين
    [few] { $count } غير مقروءة
    [many] { $count } غير مقروء
   *[other] { $count } غير مقروء
}
warnings = { $count ->
    [zero] لا تنبيهات
    [one] تنبيه واحد
    [two] تنبيهان
    [few] { $count } تنبيهات
    [many] { $count } تنبيهًا
   *[other] { $count } تنبيه
}
no-match = لا نتيجة
no-unread = لا مزيد من المقالات غير المقروءة
library-failed = تعذّر استعمال المكتبة: { $reason }
sort-date = الترتيب: الأحدث أولا
sort-relevance = الترتيب: الأقرب إلى المطلوب أولا
sort-source = الترتيب: بحسب المصدر
copies-shown = لكل مقال سطره
copies-none = لا مقال آخر يروي الخبر نفسه
copies-folded = المقالات المتطابقة في سطر واحد ومعه عددها
group-none = بلا تجميع
group-section = مجمّعة بحسب القسم
group-source = مجمّعة بحسب المصدر
group-day = مجمّعة بحسب اليوم
copied-text = نُسخ المقال
copied-link = نُسخ { $link }
theme-mono = هذه الشاشة بلا ألوان
direction-auto = اتجاه النص: تلقائي
direction-rtl = اتجاه النص: من اليمين
direction-ltr = اتجاه النص: من اليسار
tashkeel-off = التشكيل: مخفي
tashkeel-smart = التشكيل: ما يميز الكلمات فقط
tashkeel-all = التشكيل: كله
tashkeel-smart-withheld = التشكيل: ما يميز الكلمات فقط، لكن هذه الطرفية لا تعرضه
tashkeel-all-withheld = التشكيل: كله، لكن هذه الطرفية لا تعرضه
emit-switched = تُكتب العربية للطرفية بالطريقة { $mode }
emit-not-kept = تعذّر حفظ الجواب: { $reason }
emit-kept = حُفظ { $mode } لهذه الطرفية
marks-not-stored = تعذّر حفظ العلامات: { $reason }
marks-not-read = تعذّرت قراءة العلامات: { $reason }
loading-failed = تعذّر تحميل بقية المقالات: { $reason }
settings-faulty = خلل في الإعدادات: { $reason }
keys-faulty = خلل في ملف المفاتيح: { $reason }
clipboard-too-long = النص أطول من أن يُنسخ

# warnings, behind the path
warning-empty = الملف فارغ
warning-binary = ليس نصًا
warning-too-large = أكبر من الحد المسموح
warning-unreadable = تعذّرت القراءة: { $reason }
warning-not-found = غير موجود
warning-not-a-file = ليس ملفًا ولا مجلدًا
warning-no-articles = لا مقالات في المجلد
warning-bad-front-matter = خلل في ترويسة الملف، السطر { $line }: { $reason }
warning-bad-encoding = حروف لا معنى لها في الترميز { $encoding }: { $lost }
warning-cut-off = نص طويل، أُبقي منه { $paragraphs } فقرة
warning-bad-date = تاريخ غير مفهوم: { $value }

# the page about the terminal
doctor-question = أي سطر تستطيع قراءته؟ اضغط رقمه.
doctor-sample = هل تقرأ 12 خبرا من Baku (اليوم)؟
doctor-hint = 1–9 أو Enter لحفظ السطر، Esc للعودة
doctor-empty = لم يُعرف شيء عن هذه الطرفية
fact-name = الطرفية
fact-version = إصدارها
fact-multiplexer = ما بينها وبين خبر
fact-replies = ما أجابت به
fact-term = اسمها في النظام
fact-mode = طريقة كتابة العربية لها
fact-why = وسبب ذلك
fact-colours = الألوان
fact-marks = التشكيل
fact-identity = اسمها في الإعدادات
fact-safe = خلايا الحروف العادية
fact-widths = خانات العلامات غير المأمونة
fact-clipboard = الحافظة
fact-mouse = الفأرة
fact-synchronized = عرض الشاشة دفعة واحدة

# metadata
derived-title = العنوان من النص
derived-section = القسم من النص
today = اليوم
yesterday = أمس
date = { $day } { $month } { $year }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
language-ar = العربية
language-fa = الفارسية
language-ur = الأردية
language-he = العبرية
language-en = الإنجليزية
language-ckb = الكردية
language-ku = الكردية
language-ps = البشتوية
language-ug = الأويغورية
language-fr = الفرنسية
language-de = الألمانية
language-es = الإسبانية
language-tr = التركية
language-ru = الروسية
language-und = لغة غير معروفة

# kinds of entities
kind-person = أشخاص
kind-place = أماكن
kind-organization = منظمات
kind-nationality = جنسيات وجماعات
kind-event = أحداث
kind-date = تواريخ
kind-time = أوقات
kind-duration = مدد
kind-quantity = كميات
kind-money = مبالغ
kind-percent = نسب
kind-url = عناوين

# help
context-global = في كل مكان
context-sections = في الأقسام
context-list = في قائمة المقالات
context-reader = في القارئ
context-entities = في الأسماء
context-find = أثناء كتابة البحث
context-help = في هذه الصفحة وصفحة التنبيهات
context-doctor = في صفحة الطرفية
help-signs = علامات وإشارات
help-sign-unread = ● لم يُقرأ
help-sign-star = ★ مميّز بنجمة
help-sign-note = ¶ عليه ملاحظة · ×2 نُشر مرتين
help-sign-derived = ≈ قيمة مستنتجة لم يذكرها المصدر
help-sign-layout = تعمل المفاتيح بمواضعها على لوحة عربية أو فارسية أو عبرية
help-sign-mouse = الفأرة: نقرة تحدد، وثانية تفتح، والعجلة تمرر، والحدود تُسحب

# actions
action-move-down = سطر إلى أسفل
action-move-up = سطر إلى أعلى
action-page-down = شاشة إلى أسفل
action-page-up = شاشة إلى أعلى
action-half-page-down = نصف شاشة إلى أسفل
action-half-page-up = نصف شاشة إلى أعلى
action-go-first = إلى البداية
action-go-last = إلى النهاية
action-open = فتح المحدد
action-go-deeper = إلى اللوحة التالية: الأقسام فالمقالات فالنص
action-go-back = عودة إلى اللوحة السابقة
action-go-right = إلى اليمين: طيّ أو بسط أو اللوحة المجاورة
action-go-left = إلى اليسار: بسط أو طيّ أو اللوحة المجاورة
action-focus-next = اللوحة التالية
action-focus-previous = اللوحة السابقة
action-cancel = ترك ما يجري
action-find-article = البحث في عناوين المقالات ونصوصها أثناء الكتابة
action-find-inside = البحث داخل المقال
action-next-match = النتيجة أو الذكر التالي، وإلا المقال غير المقروء التالي
action-previous-match = النتيجة أو الذكر السابق، وإلا المقال غير المقروء السابق
action-next-paragraph = الفقرة التالية
action-previous-paragraph = الفقرة السابقة
action-next-article = المقال التالي في القائمة
action-previous-article = المقال السابق في القائمة
action-next-unread = المقال غير المقروء التالي
action-more-like-this = عرض المقالات المشابهة
action-same-event = عرض ما نُشر عن الحدث نفسه
action-switch-sort = ترتيب القائمة: التاريخ، الأقرب، المصدر
action-switch-group = تجميع القائمة: بلا، القسم، المصدر، اليوم
action-unfold-copies = عرض المقالات المتطابقة تحت هذا السطر أو طيّها خلفه
action-switch-copies = لكل من المقالات المتطابقة سطر، أو سطر واحد لها كلها
action-show-facets = عرض مكوّنات القائمة: أقسام ومصادر وأيام وأسماء
action-edit-note = كتابة ملاحظة على المقال
action-toggle-star = وضع نجمة أو رفعها
action-toggle-read = تبديل مقروء وغير مقروء
action-toggle-fold = طيّ القسم أو بسطه
action-zoom-reader = القارئ بملء الشاشة أو عودته
action-show-entities = عرض أسماء المقال وتواريخه أو إخفاؤها
action-show-warnings = عرض التنبيهات
action-show-help = عرض المفاتيح
action-show-doctor = عن هذه الطرفية: أي سطر تستطيع قراءته؟
action-copy-text = نسخ المقال
action-copy-link = نسخ عنوان المقال أو مساره
action-widen-pane = توسيع اللوحة
action-narrow-pane = تضييق اللوحة
action-switch-language = لغة الواجهة: العربية أو الإنجليزية
action-switch-theme = الألوان: داكنة أو فاتحة
action-switch-direction = اتجاه النص: تلقائي أو من اليمين أو من اليسار
action-switch-tashkeel = التشكيل: مخفي أو ما يميز الكلمات أو كله
action-switch-emit = كتابة العربية لنوع آخر من الطرفيات
action-caret-left = المؤشر إلى اليسار
action-caret-right = المؤشر إلى اليمين
action-caret-home = المؤشر إلى البداية
action-caret-end = المؤشر إلى النهاية
action-delete-backward = حذف ما قبل المؤشر
action-delete-forward = حذف ما بعد المؤشر
action-delete-word = حذف الكلمة السابقة
action-clear-line = مسح السطر
action-redraw = إعادة رسم الشاشة
action-suspend = إيقاف مؤقت حتى تستأنفه الصدفة
action-quit = مغادرة خبر

# a query that is not wholly understood
query-unclosed-quote = علامة الاقتباس هذه بلا أختها
query-unclosed-bracket = هذا القوس لم يُغلق
query-unopened-bracket = هذا القوس لا يغلق شيئا
query-too-deep = أقواس كثيرة بعضها داخل بعض
query-too-many = الكلمات من هنا أكثر مما يُبحث عنه
query-lone-or = «أو» تحتاج إلى شيء قبلها وشيء بعدها
query-unknown-field = لا يوجد حقل اسمه { $field }
query-empty-field = لا شيء بعد { $field }
query-unknown-state = { $value } ليست حالة: غير مقروء، مقروء، مميز، جديد
query-unknown-possession = { $value } ليس مما يكون للخبر: ملاحظة
query-bad-date = { $value } ليس تاريخا: 2023-09-19، 2023-09، 2023-09..2023-10، 7d

# entities
pane-dossier = صفحة الاسم
pane-timeline = التواريخ المذكورة
sections-entities = الأسماء
sections-rising = صاعدة
dossier-spellings = صيغ كتابته
dossier-companions = يُذكر مع
dossier-by-day = يوميا
dossier-by-week = أسبوعيا
dossier-by-month = شهريا
dossier-by-year = سنويا
dossier-by-years = كل عمود { $years } سنة
timeline-empty = لا تواريخ مذكورة هنا
timeline-no-year = بلا سنة
mentions = { $count ->
    [zero] لا ذكر
    [one] ذكر واحد
    [two] ذكران
    [few] { $count } مرات ذكر
    [many] { $count } مرة ذكر
   *[other] { $count } مرة ذكر
}
entity-none = لم يُختر اسم
kind-hidden = { $kind }: أُخفيت
kind-shown = { $kind }: أُظهرت
kinds-not-stored = لم تُحفظ الأنواع المخفية: { $reason }
alias-nothing = لا شيء للتراجع عنه
alias-refused = هذا لا يغير شيئا
alias-renamed = صار اسمه { $name } (u للتراجع)
alias-merged = دُمج في { $name } (u للتراجع)
alias-split = صار { $name } مستقلا (u للتراجع)
alias-wrong = لم يعد { $name } اسم أحد (u للتراجع)
alias-undone = تم التراجع
alias-redone = أُعيد
aliases-faulty = لا يُستعمل aliases.toml: { $reason }
aliases-not-stored = لم يُحفظ ما قيل عن الأسماء: { $reason }
action-show-timeline = التواريخ التي تذكرها المقالات المسرودة
action-toggle-kind = إخفاء نوع الاسم المختار أو إظهاره
action-rename-entity = إدراجه باسم آخر
action-merge-entity = هو نفس غيره: اكتب واختر ثم Enter
action-split-entity = هذه الكتابة اسم آخر
action-mark-wrong = ليس اسما لأحد ولا لشيء
action-undo-alias = التراجع عن آخر ما قيل عن اسم
action-redo-alias = إعادة ما تُراجع عنه
