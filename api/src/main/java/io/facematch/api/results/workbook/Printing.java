package io.facematch.api.results.workbook;

import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.xssf.streaming.SXSSFSheet;

/** How the sheets come out of a printer. */
final class Printing {
    private Printing() {}

    /** On A4, as many pages as its rows need and one page wide, numbered. */
    static void fitToWidth(SXSSFSheet sheet, boolean landscape) {
        var setup = sheet.getPrintSetup();
        setup.setPaperSize(PrintSetup.A4_PAPERSIZE);
        setup.setLandscape(landscape);
        setup.setFitWidth((short) 1);
        setup.setFitHeight((short) 0);
        sheet.setFitToPage(true);
        sheet.getFooter().setCenter("&A, &P / &N");
    }
}
